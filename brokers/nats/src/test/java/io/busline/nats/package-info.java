@NullMarked
package io.busline.nats;

import org.jspecify.annotations.NullMarked;
