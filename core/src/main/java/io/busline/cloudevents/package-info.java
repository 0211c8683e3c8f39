/**
 * How an event travels in a message that has headers: the binary mode of CloudEvents 1.0 for NATS,
 * Kafka, AMQP 0-9-1 and HTTP. Attributes become headers and the data is the body.
 *
 * <p>The writer is strict. The reader is tolerant: it takes every known prefix, other letter case
 * where the binding allows it, structured mode, and messages that are no events at all. Whatever a
 * message holds, reading ends in an event or in a {@link io.busline.error.DecodingException} that
 * says which attribute is wrong and why.
 *
 * <p>What a broker does, for Kafka:
 *
 * <pre>{@code
 * HeaderBinding.KAFKA.write(event, (name, value) -> headers.add(name, value.getBytes(UTF_8)));
 *
 * EnvelopeReader reader = HeaderBinding.KAFKA.reader();
 * for (Header header : headers) {
 *   reader.utf8Header(header.key(), header.value());
 * }
 * Event<byte[]> event = reader.read(body, fallback, structured);
 * }</pre>
 */
@NullMarked
package io.busline.cloudevents;

import org.jspecify.annotations.NullMarked;
