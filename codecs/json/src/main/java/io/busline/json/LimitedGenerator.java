package io.busline.json;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.UTF8JsonGenerator;
import tools.jackson.core.type.WritableTypeId;
import tools.jackson.databind.JsonNode;

/**
 * Refuses numbers that could not be read, whatever value and whatever serializer they come from,
 * and raises {@link Doubts} where only reading can tell.
 */
final class LimitedGenerator extends UTF8JsonGenerator {

  /** A decimal digit has more than three bits. */
  private static final int BITS_OF_A_DIGIT = 3;

  /** Classes of keys that differ as names because they differ as keys. */
  private static final Set<Class<?>> DISTINCT =
      Set.of(String.class, Integer.class, Long.class, UUID.class);

  private final JsonLimits limits;
  private final NumberLimits numbers;
  private final Doubts doubts;

  /** Whether what is written raw is a number that was looked at: Jackson writes them so. */
  private boolean isChecked;

  /** What a factory has been told of the generators it makes. */
  record Settings(
      int streamFeatures,
      int formatFeatures,
      SerializableString rootSeparator,
      @Nullable CharacterEscapes escapes,
      int maximumNonEscaped,
      char quote) {}

  LimitedGenerator(
      JsonLimits limits,
      NumberLimits numbers,
      Doubts doubts,
      ObjectWriteContext context,
      IOContext io,
      Settings settings,
      OutputStream out) {
    super(
        context,
        io,
        settings.streamFeatures(),
        settings.formatFeatures(),
        out,
        settings.rootSeparator(),
        settings.escapes(),
        context.getPrettyPrinter(),
        settings.maximumNonEscaped(),
        settings.quote());
    this.limits = limits;
    this.numbers = numbers;
    this.doubts = doubts;
  }

  private void requireAllowed(Number value) {
    if (!numbers.allow(value)) {
      throw new RefusedValueException(this, NumberLimits.REFUSAL);
    }
  }

  private void requireShort(int length) {
    if (length > limits.numberLength()) {
      throw new RefusedValueException(
          this,
          "a number has %d characters and %d are allowed. JsonLimits can raise it"
              .formatted(length, limits.numberLength()));
    }
  }

  private boolean isLong(int bits) {
    return bits / BITS_OF_A_DIGIT >= limits.numberLength();
  }

  @Override
  public JsonGenerator writeNumber(double value) {
    if (!Double.isFinite(value)) {
      throw new RefusedValueException(this, NumberLimits.REFUSAL);
    }
    isChecked = true;
    super.writeNumber(value);
    isChecked = false;
    return this;
  }

  @Override
  public JsonGenerator writeNumber(float value) {
    if (!Float.isFinite(value)) {
      throw new RefusedValueException(this, NumberLimits.REFUSAL);
    }
    isChecked = true;
    super.writeNumber(value);
    isChecked = false;
    return this;
  }

  @Override
  public JsonGenerator writeNumber(BigInteger value) {
    if (value != null && isLong(value.bitLength())) {
      requireShort(value.toString().length());
    }
    isChecked = true;
    super.writeNumber(value);
    isChecked = false;
    return this;
  }

  @Override
  public JsonGenerator writeNumber(BigDecimal value) {
    if (value != null) {
      requireAllowed(value);
      if (value.precision() > limits.numberLength() / 2) {
        requireShort(value.toString().length());
      }
    }
    isChecked = true;
    super.writeNumber(value);
    isChecked = false;
    return this;
  }

  /** Of text that says to be a number nothing is known. */
  @Override
  public JsonGenerator writeNumber(String text) {
    doubts.raise();
    return super.writeNumber(text);
  }

  @Override
  public JsonGenerator writeNumber(char[] text, int start, int length) {
    doubts.raise();
    return super.writeNumber(text, start, length);
  }

  /** A name of no class; of those {@link StrictModule} has looked at. */
  @Override
  public JsonGenerator writeName(String name) {
    doubtName(name.length());
    // A name that is none of a class's may be there already: an any-getter's, for example.
    if (!(currentValue() instanceof Map || currentValue() instanceof JsonNode)) {
      doubts.raise();
    }
    return super.writeName(name);
  }

  /** The parser counts in bytes and in steps, so far below the limit nobody has to look. */
  private void doubtName(int length) {
    if (length > limits.nameLength() / 8) {
      doubts.raise();
    }
  }

  /** That a subtype is told under the name of a property is found by Jackson. */
  @Override
  public WritableTypeId writeTypePrefix(WritableTypeId type) {
    boolean doubted = doubts.areRaised();
    WritableTypeId written = super.writeTypePrefix(type);
    doubts.restore(doubted);
    return written;
  }

  @Override
  public JsonGenerator writeStartObject(Object value) {
    doubtKeys(value);
    return super.writeStartObject(value);
  }

  @Override
  public JsonGenerator writeStartObject(Object value, int size) {
    doubtKeys(value);
    return super.writeStartObject(value, size);
  }

  /** Two keys may be one name: those of different classes, or of a class that we do not know. */
  private void doubtKeys(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      Class<?> known = null;
      for (Object key : map.keySet()) {
        Class<?> type = key == null ? null : key.getClass();
        if (type == null || (type != known && (known != null || !DISTINCT.contains(type)))) {
          doubts.raise();
          return;
        }
        known = type;
      }
    }
  }

  private void doubtRaw() {
    if (!isChecked) {
      doubts.raise();
    }
  }

  @Override
  public JsonGenerator writeRaw(String text) {
    doubtRaw();
    return super.writeRaw(text);
  }

  @Override
  public JsonGenerator writeRaw(String text, int start, int length) {
    doubtRaw();
    return super.writeRaw(text, start, length);
  }

  @Override
  public JsonGenerator writeRaw(SerializableString text) {
    doubtRaw();
    return super.writeRaw(text);
  }

  @Override
  public JsonGenerator writeRaw(char[] text, int start, int length) {
    doubtRaw();
    return super.writeRaw(text, start, length);
  }

  @Override
  public JsonGenerator writeRaw(char text) {
    doubtRaw();
    return super.writeRaw(text);
  }

  @Override
  public JsonGenerator writeRawValue(SerializableString text) {
    doubtRaw();
    return super.writeRawValue(text);
  }
}
