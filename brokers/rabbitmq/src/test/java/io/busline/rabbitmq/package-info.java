/** What the brokers over RabbitMQ do, shown on real servers. */
@NullMarked
package io.busline.rabbitmq;

import org.jspecify.annotations.NullMarked;
