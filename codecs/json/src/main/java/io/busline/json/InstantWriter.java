package io.busline.json;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.busline.cloudevents.Timestamps;
import io.busline.error.EncodingException;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.std.StdSerializer;

/**
 * Writes what Jackson's own writer does, without a formatter: most events have a time, and writing
 * it that way takes longer than all their other properties.
 */
final class InstantWriter extends StdSerializer<Instant> {
  private final ValueSerializer<Instant> jacksons;

  InstantWriter(ValueSerializer<Instant> jacksons) {
    super(Instant.class);
    this.jacksons = jacksons;
  }

  /** An annotation of the property may ask for another form, which is Jackson's to write. */
  @Override
  public ValueSerializer<?> createContextual(SerializationContext context, BeanProperty property) {
    JsonFormat.Value format = findFormatOverrides(context, property, Instant.class);
    return format == null || format.equals(JsonFormat.Value.empty())
        ? this
        : jacksons.createContextual(context, property);
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
