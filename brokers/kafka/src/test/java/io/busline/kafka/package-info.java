/** What the broker over Kafka does, shown on real servers. */
@NullMarked
package io.busline.kafka;

import org.jspecify.annotations.NullMarked;
