/** A broker over a directory of files, as small as one can be: see the guide "Writing a broker". */
@NullMarked
package io.busline.examples.directory;

import org.jspecify.annotations.NullMarked;
