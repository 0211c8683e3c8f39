package io.busline.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.busline.cloudevents.Timestamps;
import io.busline.error.DecodingException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/**
 * Reads a time from text alone, and not from a text of digits unless the application has given a
 * pattern for it: a number could count seconds, milliseconds or days.
 */
final class TextOnlyReader extends DelegatingDeserializer {

  /** {@code 2026-01-31T12:00:00Z} */
  private static final int SHORTEST_INSTANT = 20;

  /** {@code 2026-01-31T12:00:00.123456789Z} */
  private static final int LONGEST_INSTANT = 30;

  private final boolean mayBeDigits;

  TextOnlyReader(ValueDeserializer<?> reader) {
    this(reader, false);
  }

  private TextOnlyReader(ValueDeserializer<?> reader, boolean mayBeDigits) {
    super(reader);
    this.mayBeDigits = mayBeDigits;
  }

  /** Called when an annotation of the property has changed Jackson's reader. */
  @Override
  protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> reader) {
    return new TextOnlyReader(reader, true);
  }

  /** A property whose annotation says that it is a number is read as one. */
  @Override
  public ValueDeserializer<?> createContextual(
      DeserializationContext context, @Nullable BeanProperty property) {
    JsonFormat.Value format = findFormatOverrides(context, property, handledType());
    return format != null && format.getShape().isNumeric()
        ? context.handleSecondaryContextualization(getDelegatee(), property, getValueType(context))
        : super.createContextual(context, property);
  }

  @Override
  public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
    if (!parser.hasToken(JsonToken.VALUE_STRING) || isNumber(parser.getString())) {
      throw new RefusedValueException(
          parser, "a time is text of ISO 8601, such as 2026-01-31T12:00:00Z or PT1.5S");
    }
    Instant usual = handledType() == Instant.class && !mayBeDigits ? usual(parser) : null;
    return usual != null ? usual : super.deserialize(parser, context);
  }

  /**
   * The time, if its text has the form that nearly all have. Jackson's reader takes as long for it
   * as for all the other properties of an event together.
   */
  private static @Nullable Instant usual(JsonParser parser) {
    String text = parser.getString();
    int length = text.length();
    if (length < SHORTEST_INSTANT || length > LONGEST_INSTANT || text.charAt(length - 1) != 'Z') {
      return null;
    }
    try {
      return Timestamps.parse(text);
    } catch (DecodingException e) {
      // Jackson's reader says what is wrong with it, and where.
      return null;
    }
  }

  private boolean isNumber(String text) {
    boolean isSigned = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+');
    for (int i = isSigned ? 1 : 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return !mayBeDigits;
  }
}
