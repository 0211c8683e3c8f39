package io.busline.json;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.Year;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.OptionalDouble;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.deser.ValueDeserializerModifier;
import tools.jackson.databind.ext.jdk8.OptionalDoubleDeserializer;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.BeanPropertyWriter;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.ser.impl.UnknownSerializer;
import tools.jackson.databind.type.ArrayType;

/** What no feature of Jackson's can be told: checks around its own readers and writers. */
final class StrictModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  StrictModule(NumberLimits numbers, int nameLength) {
    super("busline");
    for (Class<?> refused : List.of(Class.class, InetAddress.class, InetSocketAddress.class)) {
      refuse(refused);
    }
    addDeserializer(OptionalDouble.class, optionalDouble(numbers));
    setDeserializerModifier(new Reading(numbers));
    setSerializerModifier(new Writing(numbers, nameLength));
  }

  /** Jackson shows no modifier the reader of these. */
  @SuppressWarnings("unchecked") // The checking reader reads what the other one does.
  private static ValueDeserializer<OptionalDouble> optionalDouble(NumberLimits numbers) {
    ValueDeserializer<?> checked = new CheckedReader(new OptionalDoubleDeserializer(), numbers);
    return (ValueDeserializer<OptionalDouble>) checked;
  }

  private <T> void refuse(Class<T> type) {
    addDeserializer(type, new Refused<>());
  }

  /** Reading one would load a class, or ask the network, because a message says so. */
  static final class Refused<T> extends ValueDeserializer<T> {
    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) {
      throw new RefusedValueException(
          parser, "a class or a network address is never made from a message. Use a String");
    }
  }

  private static final class Reading extends ValueDeserializerModifier {
    private static final long serialVersionUID = 1L;

    /** In a module that an application may be without. */
    private static final String XML_TIME = "javax.xml.datatype.XMLGregorianCalendar";

    /** java.sql has subclasses of Date. */
    private static final List<Class<?>> TIMES =
        List.of(TemporalAccessor.class, TemporalAmount.class, Date.class, Calendar.class);

    private final NumberLimits numbers;

    Reading(NumberLimits numbers) {
      this.numbers = numbers;
    }

    @Override
    public ValueDeserializer<?> modifyDeserializer(
        DeserializationConfig config,
        BeanDescription.Supplier description,
        ValueDeserializer<?> reader) {
      Class<?> type = description.getBeanClass();
      OlderAnnotations.refuse(type);
      return isTime(type) ? new TextOnlyReader(reader) : checked(type, reader);
    }

    @Override
    public ValueDeserializer<?> modifyEnumDeserializer(
        DeserializationConfig config,
        JavaType type,
        BeanDescription.Supplier description,
        ValueDeserializer<?> reader) {
      OlderAnnotations.refuse(type.getRawClass());
      return reader;
    }

    @Override
    public ValueDeserializer<?> modifyArrayDeserializer(
        DeserializationConfig config,
        ArrayType type,
        BeanDescription.Supplier description,
        ValueDeserializer<?> reader) {
      return checked(type.getRawClass(), reader);
    }

    private ValueDeserializer<?> checked(Class<?> type, ValueDeserializer<?> reader) {
      return numbers.concern(type) ? new CheckedReader(reader, numbers) : reader;
    }

    private static boolean isTime(Class<?> type) {
      boolean isNumber = type == Year.class;
      return !isNumber
          && (type.getName().equals(XML_TIME)
              || TIMES.stream().anyMatch(time -> time.isAssignableFrom(type)));
    }
  }

  private static final class Writing extends ValueSerializerModifier {
    private static final long serialVersionUID = 1L;

    private final NumberLimits numbers;

    private final int nameLength;

    Writing(NumberLimits numbers, int nameLength) {
      this.numbers = numbers;
      this.nameLength = nameLength;
    }

    /** The parser counts a name's bytes, and in steps: it may stop at half the limit. */
    @Override
    public List<BeanPropertyWriter> changeProperties(
        SerializationConfig config,
        BeanDescription.Supplier description,
        List<BeanPropertyWriter> properties) {
      for (BeanPropertyWriter property : properties) {
        int bytes = property.getName().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > nameLength / 2) {
          throw new RefusedValueException(
              "a property of %s has a name of %d bytes, and %d are sure to be read. JsonLimits can raise it"
                  .formatted(description.getBeanClass().getName(), bytes, nameLength / 2));
        }
      }
      return properties;
    }

    /**
     * A record without components says what it means: nothing. Any other class without properties
     * is more likely one whose getters Jackson does not see, and would lose its data.
     */
    @Override
    @SuppressWarnings("unchecked") // The writer is given what Jackson chose it for.
    public ValueSerializer<?> modifySerializer(
        SerializationConfig config,
        BeanDescription.Supplier description,
        ValueSerializer<?> writer) {
      Class<?> type = description.getBeanClass();
      OlderAnnotations.refuse(type);
      if (type == Instant.class) {
        return new InstantWriter((ValueSerializer<Instant>) writer);
      }
      if (type == String.class) {
        return new TextWriter((ValueSerializer<String>) writer);
      }
      return writer instanceof UnknownSerializer && type.isRecord()
          ? new EmptyObject()
          : checked(type, writer);
    }

    @Override
    public ValueSerializer<?> modifyEnumSerializer(
        SerializationConfig config,
        JavaType type,
        BeanDescription.Supplier description,
        ValueSerializer<?> writer) {
      OlderAnnotations.refuse(type.getRawClass());
      return writer;
    }

    @Override
    public ValueSerializer<?> modifyArraySerializer(
        SerializationConfig config,
        ArrayType type,
        BeanDescription.Supplier description,
        ValueSerializer<?> writer) {
      return checked(type.getRawClass(), writer);
    }

    @SuppressWarnings("unchecked") // The writer is given what Jackson chose it for.
    private ValueSerializer<?> checked(Class<?> type, ValueSerializer<?> writer) {
      return type != Object.class && numbers.concern(type)
          ? new CheckedWriter((ValueSerializer<Object>) writer, numbers)
          : writer;
    }
  }

  private static final class EmptyObject extends ValueSerializer<Object> {
    @Override
    public void serialize(Object value, JsonGenerator generator, SerializationContext context) {
      generator.writeStartObject(value);
      generator.writeEndObject();
    }
  }
}
