/** Every vector of this module's folders, read and written by Busline. */
@NullMarked
package io.busline.vectors;

import org.jspecify.annotations.NullMarked;
