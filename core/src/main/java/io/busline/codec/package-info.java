/** What an author of a payload format implements: data to bytes and back. */
@NullMarked
package io.busline.codec;

import org.jspecify.annotations.NullMarked;
