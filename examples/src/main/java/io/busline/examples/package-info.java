/** Small programs that use the bus, each complete in itself. */
@NullMarked
package io.busline.examples;

import org.jspecify.annotations.NullMarked;
