package io.busline.spi.log;

import io.busline.event.Event;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of interest in a log.
 *
 * @param position its position; positions grow, but need not follow one another
 * @param topic the topic it belongs to
 * @param event the event; if there is a defect, the best that could be made of what is there
 * @param headers what the message carried beside the event; see {@link
 *     io.busline.spi.InboundMessage#headers}
 * @param defect why no valid event could be read, in one sentence; null for a valid event
 */
public record LogEntry(
    long position,
    String topic,
    Event<byte[]> event,
    Map<String, String> headers,
    @Nullable String defect) {}
