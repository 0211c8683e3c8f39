/**
 * What an author of a broker implements, and all a broker may see of Busline: bytes in an envelope,
 * confirmations, deliveries. The engine owns retry, order, threads, dead-letter decisions,
 * batching, decoding and observation; a broker moves events and says what became of them.
 *
 * <p>Start at {@link io.busline.spi.Broker} and {@link io.busline.spi.BrokerConsumer}; prove the
 * result with the kit in {@code busline-tck}.
 */
@NullMarked
package io.busline.spi;

import org.jspecify.annotations.NullMarked;
