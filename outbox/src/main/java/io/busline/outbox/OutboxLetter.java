package io.busline.outbox;

import java.time.Instant;
import java.util.Optional;

/**
 * An event that an outbox has given up, because the broker refused it too often.
 *
 * @param id what the admin interface and the command line call it: slot and number
 * @param topic where it belongs
 * @param type the event's type
 * @param eventId the event's id
 * @param source the event's source
 * @param key the event's key, if it has one
 * @param bytes how large its data is
 * @param createdAt when it was stored, by that process's clock
 * @param deadAt when it was given up, by that process's clock
 * @param attempts how often the broker refused it
 * @param error why, the last time
 */
public record OutboxLetter(
    String id,
    String topic,
    String type,
    String eventId,
    String source,
    Optional<String> key,
    int bytes,
    Instant createdAt,
    Instant deadAt,
    int attempts,
    String error) {}
