package io.busline.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/** Looks at the numbers that Jackson's own reader has read. */
final class CheckedReader extends DelegatingDeserializer {
  private final NumberLimits limits;

  CheckedReader(ValueDeserializer<?> reader, NumberLimits limits) {
    super(reader);
    this.limits = limits;
  }

  @Override
  protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> reader) {
    return new CheckedReader(reader, limits);
  }

  @Override
  public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) {
    Object value = super.deserialize(parser, context);
    if (value != null && !limits.allow(value)) {
      throw new RefusedValueException(parser, NumberLimits.REFUSAL);
    }
    return value;
  }
}
