package io.busline.nats;

import io.busline.admin.DeadLetter;
import io.busline.event.Event;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters to messages and back. What others have put among them is passed over, and told once.
 * Safe for use by several threads.
 */
final class LetterMessages {
  private static final System.Logger LOG = System.getLogger(LetterMessages.class.getName());

  /** In characters, encoded: JetStream stores 64 KiB of headers, and envelopes may have 48. */
  private static final int MAX_CAUSE = 12_000;

  /** Of how many foreign messages it is remembered that they were told. */
  private static final int REMEMBERED = 1_000;

  private static final String ID = "Busline-Letter";
  private static final String GROUP = "Busline-Group";
  private static final String TOPIC = "Busline-Topic";
  private static final String REASON = "Busline-Reason";
  private static final String CAUSE = "Busline-Cause";
  private static final String ATTEMPTS = "Busline-Attempts";
  private static final String FIRST_FAILED_AT = "Busline-First-Failed-At";
  private static final String DEAD_AT = "Busline-Dead-At";

  private final Messages messages;
  private final Set<Long> told = ConcurrentHashMap.newKeySet();

  LetterMessages(Messages messages) {
    this.messages = messages;
  }

  static Headers headers(DeadLetter letter) {
    return EventHeaders.of(letter.event())
        .with(ID, URLEncoder.encode(letter.id(), StandardCharsets.UTF_8))
        .with(GROUP, letter.group())
        .with(TOPIC, letter.topic())
        .with(REASON, letter.reason().name())
        .with(CAUSE, encodedCause(letter.cause()))
        .with(ATTEMPTS, Integer.toString(letter.attempts()))
        .with(FIRST_FAILED_AT, letter.firstFailedAt().toString())
        .with(DEAD_AT, letter.deadAt().toString())
        .with("Nats-Expected-Last-Subject-Sequence", "0");
  }

  /** Cut where it would not fit beside the largest envelope. */
  private static String encodedCause(String cause) {
    String encoded = URLEncoder.encode(cause, StandardCharsets.UTF_8);
    for (int length = cause.length(); encoded.length() > MAX_CAUSE; length = length * 3 / 4) {
      encoded = URLEncoder.encode(cause.substring(0, length) + "…", StandardCharsets.UTF_8);
    }
    return encoded;
  }

  /** The letter in a message; empty if the message is none. */
  Optional<DeadLetter> read(MessageInfo message) {
    try {
      return Optional.of(letter(message, message.getHeaders()));
    } catch (IllegalArgumentException | DateTimeException | NoSuchElementException e) {
      tell(message.getSeq(), e);
      return Optional.empty();
    }
  }

  private void tell(long place, RuntimeException e) {
    if (told.size() < REMEMBERED && told.add(place)) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the message at place {0} of stream {1} is no dead letter of Busline''s and is passed"
              + " over: {2}. Remove it with: nats stream rmm {1} {0}",
          Long.toString(place),
          StreamNames.DEAD_LETTERS,
          e.getMessage());
    }
  }

  private DeadLetter letter(MessageInfo message, @Nullable Headers headers) {
    byte[] data = message.getData() == null ? new byte[0] : message.getData();
    Event<byte[]> event =
        messages
            .read(
                Messages.bare("unknown", StreamNames.DEAD_LETTERS, message.getSeq()), headers, data)
            .event();
    return new DeadLetter(
        URLDecoder.decode(value(headers, ID), StandardCharsets.UTF_8),
        value(headers, GROUP),
        value(headers, TOPIC),
        event,
        DeadLetter.Reason.valueOf(value(headers, REASON)),
        URLDecoder.decode(value(headers, CAUSE), StandardCharsets.UTF_8),
        Integer.parseInt(value(headers, ATTEMPTS)),
        Instant.parse(value(headers, FIRST_FAILED_AT)),
        Instant.parse(value(headers, DEAD_AT)));
  }

  private static String value(@Nullable Headers headers, String name) {
    String value = headers == null ? null : headers.getFirst(name);
    if (value == null) {
      throw new NoSuchElementException("it has no header " + name);
    }
    return value;
  }
}
