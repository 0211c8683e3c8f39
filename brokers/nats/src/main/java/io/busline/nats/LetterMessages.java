package io.busline.nats;

import io.busline.admin.DeadLetter;
import io.busline.event.Event;
import io.busline.spi.LetterField;
import io.nats.client.impl.Headers;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private static final Map<LetterField, String> NAMES =
      Stream.of(LetterField.values())
          .collect(Collectors.toUnmodifiableMap(field -> field, LetterMessages::name));

  private final Messages messages;
  private final Set<Long> told = ConcurrentHashMap.newKeySet();

  LetterMessages(Messages messages) {
    this.messages = messages;
  }

  static Headers headers(DeadLetter letter) {
    EventHeaders headers = EventHeaders.of(letter.event());
    LetterField.of(letter)
        .forEach((field, text) -> headers.with(header(field), written(field, text)));
    return headers.with("Nats-Expected-Last-Subject-Sequence", "0");
  }

  private static String header(LetterField field) {
    return Objects.requireNonNull(NAMES.get(field));
  }

  /** As {@code Busline-Dead-At}: NATS tells upper case from lower. */
  private static String name(LetterField field) {
    return Pattern.compile("\\b[a-z]")
        .matcher(field.header("-"))
        .replaceAll(letter -> letter.group().toUpperCase(Locale.ROOT));
  }

  /** A header's value is one line of plain text. */
  private static String written(LetterField field, String text) {
    return switch (field) {
      case LETTER -> URLEncoder.encode(text, StandardCharsets.UTF_8);
      case CAUSE -> encodedCause(text);
      default -> text;
    };
  }

  private static @Nullable String read(@Nullable Headers headers, LetterField field) {
    String value = headers == null ? null : headers.getFirst(header(field));
    return value == null || (field != LetterField.LETTER && field != LetterField.CAUSE)
        ? value
        : URLDecoder.decode(value, StandardCharsets.UTF_8);
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
  Optional<DeadLetter> read(long position, @Nullable Headers headers, byte @Nullable [] data) {
    Event<byte[]> event =
        messages
            .read(
                Messages.bare("unknown", StreamNames.DEAD_LETTERS, position),
                headers,
                data == null ? new byte[0] : data)
            .event();
    try {
      return Optional.of(LetterField.read(field -> read(headers, field), event));
    } catch (IllegalArgumentException e) {
      tell(position, e);
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
}
