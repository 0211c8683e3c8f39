package io.busline.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;

/** Looks at the numbers that Jackson's own writer is about to write. */
final class CheckedWriter extends ValueSerializer<Object> {
  private final ValueSerializer<Object> writer;
  private final NumberLimits limits;

  CheckedWriter(ValueSerializer<Object> writer, NumberLimits limits) {
    this.writer = writer;
    this.limits = limits;
  }

  @Override
  public ValueSerializer<?> createContextual(SerializationContext context, BeanProperty property) {
    @SuppressWarnings("unchecked") // Jackson's own are contextual in what they write, not of what.
    ValueSerializer<Object> contextual =
        (ValueSerializer<Object>) writer.createContextual(context, property);
    return contextual == writer ? this : new CheckedWriter(contextual, limits);
  }

  @Override
  public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
    requireAllowed(value, generator);
    writer.serialize(value, generator, context);
  }

  @Override
  public void serializeWithType(
      Object value, JsonGenerator generator, SerializationContext context, TypeSerializer type) {
    requireAllowed(value, generator);
    writer.serializeWithType(value, generator, context, type);
  }

  @Override
  public boolean isEmpty(SerializationContext context, Object value) {
    return writer.isEmpty(context, value);
  }

  private void requireAllowed(Object value, JsonGenerator generator) {
    if (!limits.allow(value)) {
      throw new RefusedValueException(generator, NumberLimits.REFUSAL);
    }
  }
}
