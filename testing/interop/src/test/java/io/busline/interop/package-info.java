/** Services that were not written with Busline take part: official clients of other languages. */
@NullMarked
package io.busline.interop;

import org.jspecify.annotations.NullMarked;
