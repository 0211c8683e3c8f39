package io.busline.json;

import io.busline.cloudevents.Timestamps;
import io.busline.error.EncodingException;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;

/**
 * Writes what Jackson's own writer does, without a formatter: most events have a time, and writing
 * it that way takes longer than all their other properties.
 */
final class InstantWriter extends ValueSerializer<Instant> {
  private final ValueSerializer<Instant> jacksons;

  InstantWriter(ValueSerializer<Instant> jacksons) {
    this.jacksons = jacksons;
  }

  /** An annotation of the property may ask for another form, which is Jackson's to write. */
  @Override
  public ValueSerializer<?> createContextual(SerializationContext context, BeanProperty property) {
    ValueSerializer<?> contextual = jacksons.createContextual(context, property);
    return contextual == jacksons ? this : contextual;
  }

  @Override
  public void serialize(Instant value, JsonGenerator generator, SerializationContext context) {
    String text;
    try {
      text = Timestamps.format(value);
    } catch (EncodingException beyondTheYear9999) {
      jacksons.serialize(value, generator, context);
      return;
    }
    generator.writeString(text);
  }

  @Override
  public void serializeWithType(
      Instant value, JsonGenerator generator, SerializationContext context, TypeSerializer type) {
    jacksons.serializeWithType(value, generator, context, type);
  }
}
