/** What the brokers over NATS do, shown on real servers. */
@NullMarked
package io.busline.nats;

import org.jspecify.annotations.NullMarked;
