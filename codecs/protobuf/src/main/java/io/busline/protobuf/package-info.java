/**
 * Protobuf: generated messages as event data, and CloudEvents' Protobuf event format.
 *
 * <p>A message is read within limits of size and depth, and keeps the fields it does not know. The
 * Java class comes from the subscriber alone; a type URL in the bytes is text and nothing else.
 */
@NullMarked
package io.busline.protobuf;

import org.jspecify.annotations.NullMarked;
