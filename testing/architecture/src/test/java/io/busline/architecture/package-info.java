/** Which part may know which, as tests over the compiled classes of all modules. */
@NullMarked
package io.busline.architecture;

import org.jspecify.annotations.NullMarked;
