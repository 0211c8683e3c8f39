/** What a handler works on, in SLF4J's mapped diagnostic context. */
@NullMarked
package io.busline.slf4j;

import org.jspecify.annotations.NullMarked;
