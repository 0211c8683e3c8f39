@NullMarked
package io.busline.outbox;

import org.jspecify.annotations.NullMarked;
