package io.busline.spi;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetter.Reason;
import io.busline.event.Event;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a dead letter tells beside its event, as texts, for brokers that store it as a message with
 * headers.
 */
public enum LetterField {
  /** {@link DeadLetter#id}. */
  LETTER,
  /** {@link DeadLetter#group}. */
  GROUP,
  /** {@link DeadLetter#topic}. */
  TOPIC,
  /** {@link DeadLetter#reason}. */
  REASON,
  /** {@link DeadLetter#cause}. */
  CAUSE,
  /** {@link DeadLetter#attempts}. */
  ATTEMPTS,
  /** {@link DeadLetter#firstFailedAt}. */
  FIRST_FAILED_AT,
  /** {@link DeadLetter#deadAt}. */
  DEAD_AT;

  /**
   * The name of its header.
   *
   * @param separator what stands between the words, such as {@code -}
   * @return for instance {@code busline-dead-at}
   */
  public String header(String separator) {
    return "busline" + separator + name().toLowerCase(Locale.ROOT).replace("_", separator);
  }

  /**
   * A letter in texts.
   *
   * @param letter the letter
   * @return a text for each field
   */
  public static Map<LetterField, String> of(DeadLetter letter) {
    Map<LetterField, String> texts = new EnumMap<>(LetterField.class);
    texts.put(LETTER, letter.id());
    texts.put(GROUP, letter.group());
    texts.put(TOPIC, letter.topic());
    texts.put(REASON, letter.reason().name());
    texts.put(CAUSE, letter.cause());
    texts.put(ATTEMPTS, Integer.toString(letter.attempts()));
    texts.put(FIRST_FAILED_AT, letter.firstFailedAt().toString());
    texts.put(DEAD_AT, letter.deadAt().toString());
    return texts;
  }

  /**
   * Reads a letter, which anybody may have written.
   *
   * @param texts gives the text of a field, or null without one; may throw an {@link
   *     IllegalArgumentException}
   * @param event the letter's event
   * @return the letter
   * @throws IllegalArgumentException if it is none, with the reason
   */
  public static DeadLetter read(
      Function<LetterField, @Nullable String> texts, Event<byte[]> event) {
    try {
      return new DeadLetter(
          required(texts, LETTER),
          required(texts, GROUP),
          required(texts, TOPIC),
          event,
          Reason.valueOf(required(texts, REASON)),
          required(texts, CAUSE),
          Integer.parseInt(required(texts, ATTEMPTS)),
          Instant.parse(required(texts, FIRST_FAILED_AT)),
          Instant.parse(required(texts, DEAD_AT)));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("its time is none: " + e.getMessage(), e);
    }
  }

  private static String required(Function<LetterField, @Nullable String> texts, LetterField field) {
    String text = texts.apply(field);
    if (text == null) {
      throw new IllegalArgumentException(
          "it does not say its " + field.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }
    return text;
  }
}
