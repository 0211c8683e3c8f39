package io.busline.json;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.impl.TypeWrappedDeserializer;
import tools.jackson.databind.deser.impl.UnsupportedTypeDeserializer;
import tools.jackson.databind.deser.std.ContainerDeserializerBase;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedClassResolver;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.ser.bean.BeanSerializerBase;

/** Looks for a class that cannot be read, in a class and in the properties it has. For one look. */
final class TypeWalk {
  private final JsonMapper mapper;
  private final DeserializationContext context;
  private final boolean written;
  private final Set<JavaType> seen = new HashSet<>();
  private final Set<JavaType> opened = new HashSet<>();

  /**
   * @param written whether the classes are those of data that is to be written, so that their
   *     properties have the form that this codec gives them, and not what others may send
   */
  TypeWalk(JsonMapper mapper, boolean written) {
    this.mapper = mapper;
    this.context = mapper._deserializationContext();
    this.written = written;
  }

  Optional<String> fault(JavaType type) {
    try {
      ValueDeserializer<?> reader = context.findRootValueDeserializer(type);
      boolean isOpen = reader instanceof TypeWrappedDeserializer;
      Fault fault = look(type, reader, isOpen, isOpen ? Shape.ANY : Shape.OBJECT, "");
      return Optional.ofNullable(fault).map(found -> found.inWords(nameOf(type)));
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      return Optional.of("data for " + nameOf(type) + " " + Faults.reason(e));
    }
  }

  private static String nameOf(JavaType type) {
    return type.hasGenericTypes() ? type.toCanonical() : type.getRawClass().getName();
  }

  /** What JSON a class must be read from. */
  private enum Shape {
    ANY,
    OBJECT
  }

  /** A class that cannot be read, and where it stands. */
  private record Fault(String path, String reason) {
    String inWords(String dataType) {
      return "data for %s%s %s".formatted(dataType, path.isEmpty() ? "" : " at " + path, reason);
    }
  }

  private @Nullable Fault look(
      JavaType type, ValueDeserializer<?> wrapped, boolean isOpen, Shape shape, String path) {
    ValueDeserializer<?> reader = wrapped;
    while (reader.getDelegatee() != null) {
      reader = reader.getDelegatee();
    }
    if (reader instanceof ContainerDeserializerBase<?> container) {
      ValueDeserializer<?> content = container.getContentDeserializer();
      return content == null || type.getContentType() == null
          ? null
          : look(
              type.getContentType(),
              content,
              container.getContentType() != null && hasSubtypes(type.getContentType()),
              Shape.ANY,
              path + "[*]");
    }
    if (type.isReferenceType() && type.getReferencedType() != null) {
      JavaType referenced = type.getReferencedType();
      return look(
          referenced,
          context.findNonContextualValueDeserializer(referenced),
          hasSubtypes(referenced),
          Shape.ANY,
          path);
    }
    if (isOpen) {
      return opened.add(type) ? subtypes(type, path) : null;
    }
    if (!seen.add(type)) {
      return null;
    }
    if (reader instanceof AbstractDeserializer
        || reader instanceof UnsupportedTypeDeserializer
        || reader instanceof StrictModule.Refused) {
      return new Fault(path, reason(type));
    }
    return reader instanceof BeanDeserializerBase bean ? bean(type, bean, shape, path) : null;
  }

  private @Nullable Fault bean(JavaType type, BeanDeserializerBase bean, Shape shape, String path) {
    ValueInstantiator maker = bean.getValueInstantiator();
    boolean fromObject =
        maker.canCreateUsingDefault()
            || maker.canCreateFromObjectWith()
            || maker.canCreateUsingDelegate()
            || maker.canCreateUsingArrayDelegate();
    boolean mustBeObject = (written || shape == Shape.OBJECT) && isWrittenAsObject(type);
    if (fromObject ? false : mustBeObject || !maker.canInstantiate()) {
      return new Fault(path, reason(type));
    }
    Fault fault = properties(bean.properties(), path);
    return fault != null ? fault : properties(bean.creatorProperties(), path);
  }

  private boolean isWrittenAsObject(JavaType type) {
    return mapper._serializationContext().findValueSerializer(type) instanceof BeanSerializerBase;
  }

  private @Nullable Fault properties(Iterator<SettableBeanProperty> properties, String path) {
    while (properties.hasNext()) {
      SettableBeanProperty property = properties.next();
      // What the application reads by a class of its own is its own matter.
      if (property.getAnnotation(JsonDeserialize.class) == null
          && property.getValueDeserializer() != null) {
        Fault fault =
            look(
                property.getType(),
                property.getValueDeserializer(),
                property.hasValueTypeDeserializer(),
                Shape.ANY,
                path.isEmpty() ? property.getName() : path + "." + property.getName());
        if (fault != null) {
          return fault;
        }
      }
    }
    return null;
  }

  private AnnotatedClass annotated(JavaType type) {
    return AnnotatedClassResolver.resolve(
        mapper.deserializationConfig(), type, mapper.deserializationConfig());
  }

  private boolean hasSubtypes(JavaType type) {
    return context.findTypeDeserializer(type) != null;
  }

  private @Nullable Fault subtypes(JavaType type, String path) {
    Collection<NamedType> subtypes =
        mapper
            .deserializationConfig()
            .getSubtypeResolver()
            .collectAndResolveSubtypesByTypeId(mapper.deserializationConfig(), annotated(type));
    for (NamedType subtype : subtypes) {
      JavaType concrete = mapper.constructType(subtype.getType());
      if (concrete.isConcrete()) {
        Fault fault =
            look(
                concrete,
                context.findNonContextualValueDeserializer(concrete),
                false,
                Shape.ANY,
                path);
        if (fault != null) {
          return fault;
        }
      }
    }
    return null;
  }

  /** What reading says; nothing of the class can run, because nothing can be made of it. */
  private String reason(JavaType type) {
    try {
      mapper.readerFor(type).readValue("{}");
      return "cannot be read";
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      return Faults.reason(e) + KotlinClass.cure(type.getRawClass(), mapper);
    }
  }
}
