/** Tests that log what they do not assert, and must fail. */
@NullMarked
package io.busline.logs;

import org.jspecify.annotations.NullMarked;
