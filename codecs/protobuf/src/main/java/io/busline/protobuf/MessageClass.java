package io.busline.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.GeneratedMessage;
import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.busline.codec.OwnClass;
import io.busline.error.ConfigurationException;
import io.busline.event.EventDefinition;
import io.busline.protobuf.options.BuslineOptions;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is looked up once for a generated class. */
record MessageClass(Parser<? extends Message> parser, Descriptor descriptor) {
  private static final Set<JavaType> KEYS =
      Set.of(JavaType.STRING, JavaType.INT, JavaType.LONG, JavaType.BOOLEAN, JavaType.ENUM);

  private static final ClassValue<MessageClass> KNOWN =
      new ClassValue<>() {
        @Override
        protected MessageClass computeValue(Class<?> dataClass) {
          Message empty = Internal.getDefaultInstance(dataClass.asSubclass(Message.class));
          return new MessageClass(empty.getParserForType(), empty.getDescriptorForType());
        }
      };

  static boolean isOne(Class<?> dataClass) {
    return GeneratedMessage.class.isAssignableFrom(dataClass)
        && !Modifier.isAbstract(dataClass.getModifiers());
  }

  static MessageClass of(Class<?> dataClass) {
    return KNOWN.get(dataClass);
  }

  String schema() {
    return TypeUrl.schemaOf(descriptor.getFullName());
  }

  /** What the options of the message say of its events. */
  OwnClass described(Class<?> dataClass) {
    String name = option(descriptor.getOptions().getExtension(BuslineOptions.eventType));
    String topic = option(descriptor.getOptions().getExtension(BuslineOptions.topic));
    int version = descriptor.getOptions().getExtension(BuslineOptions.eventVersion);
    List<String> aliases = descriptor.getOptions().getExtension(BuslineOptions.alias);
    EventDefinition<?> type =
        EventDefinition.of(name.isEmpty() ? descriptor.getFullName() : name, dataClass)
            .inVersion(version == 0 ? 1 : version)
            .withAliases(aliases);
    Optional<FieldDescriptor> key = keyField();
    return new OwnClass(
        topic.isEmpty() ? type : type.inTopic(topic),
        data -> key.flatMap(field -> keyOf((Message) data, field)));
  }

  private static String option(String value) {
    return value.strip();
  }

  private Optional<FieldDescriptor> keyField() {
    List<FieldDescriptor> marked =
        descriptor.getFields().stream()
            .filter(field -> field.getOptions().getExtension(BuslineOptions.key))
            .toList();
    if (marked.isEmpty()) {
      return Optional.empty();
    }
    FieldDescriptor field = marked.get(0);
    if (marked.size() > 1 || field.isRepeated() || !KEYS.contains(field.getJavaType())) {
      throw new ConfigurationException(
          "(busline.key) in the message %s must mark one field that is a string, an integer, a bool or an enum"
              .formatted(descriptor.getFullName()));
    }
    return Optional.of(field);
  }

  /** A field that is not set is no key; nor is a text without a letter, which no key may be. */
  private static Optional<String> keyOf(Message message, FieldDescriptor field) {
    if (field.hasPresence() && !message.hasField(field)) {
      return Optional.empty();
    }
    return Optional.of(message.getField(field).toString()).filter(key -> !key.isEmpty());
  }
}
