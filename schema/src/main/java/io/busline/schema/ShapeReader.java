package io.busline.schema;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import io.busline.schema.Shape.Property;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/** Finds out what classes look like as JSON by asking Jackson, which only looks at them. */
final class ShapeReader {
  private final JsonMapper mapper = JsonMapper.builder().build();
  private final Map<String, JavaType> types = new LinkedHashMap<>();

  Shape shape(Class<?> type) {
    return shape(mapper.constructType(type));
  }

  private Shape shape(JavaType type) {
    Class<?> raw = type.getRawClass();
    Optional<Shape> known = KnownShapes.of(raw);
    if (known.isPresent()) {
      return known.get();
    }
    if (raw == Optional.class || type.isReferenceType()) {
      return shape(content(type, 0));
    }
    if (type.isMapLikeType()) {
      return new Shape.Entries(shape(type.getKeyType()), shape(type.getContentType()));
    }
    if (type.isArrayType() || type.isCollectionLikeType() || Iterable.class.isAssignableFrom(raw)) {
      return new Shape.Elements(
          shape(type.isContainerType() ? type.getContentType() : content(type, 0)));
    }
    if (raw.isEnum()) {
      return EnumWords.of(raw);
    }
    return raw.getName().startsWith("java.")
        ? new Shape.Formatted(raw.getSimpleName(), true)
        : object(type);
  }

  private JavaType content(JavaType type, int index) {
    JavaType content = type.containedType(index);
    return content == null ? mapper.constructType(Object.class) : content;
  }

  private Shape object(JavaType type) {
    Class<?> raw = type.getRawClass();
    JsonTypeInfo info = raw.getDeclaredAnnotation(JsonTypeInfo.class);
    JsonSubTypes subtypes = raw.getDeclaredAnnotation(JsonSubTypes.class);
    if (info != null && subtypes != null) {
      Map<String, Shape> cases = new LinkedHashMap<>();
      for (JsonSubTypes.Type subtype : subtypes.value()) {
        for (String name : names(subtype)) {
          cases.put(name, properties(mapper.constructType(subtype.value())));
        }
      }
      return new Shape.Variants(raw.getSimpleName(), info.property(), cases);
    }
    BeanDescription written = written(type);
    return written.findJsonValueAccessor() == null
        ? properties(type)
        : shape(written.findJsonValueAccessor().getType());
  }

  private static List<String> names(JsonSubTypes.Type subtype) {
    JsonTypeName own = subtype.value().getDeclaredAnnotation(JsonTypeName.class);
    String name = !subtype.name().isEmpty() || own == null ? subtype.name() : own.value();
    return Stream.concat(Stream.of(name), Stream.of(subtype.names()))
        .filter(each -> !each.isEmpty())
        .toList();
  }

  private Shape properties(JavaType type) {
    types.put(type.toCanonical(), type);
    return new Shape.Properties(type.getRawClass().getSimpleName(), type.toCanonical());
  }

  /** The properties of a class by their names, in the order in which they are declared. */
  Map<String, Property> properties(Shape.Properties object) {
    JavaType type = types.get(object.type());
    if (type == null) {
      throw new IllegalArgumentException(object + " is not from here");
    }
    Map<String, Property> properties = new LinkedHashMap<>();
    for (BeanPropertyDefinition found : written(type).findProperties()) {
      if (found.couldSerialize()) {
        properties.put(
            found.getName(),
            new Property(
                found.getName(), List.of(), shape(found.getPrimaryType()), true, false, false));
      }
    }
    for (BeanPropertyDefinition found : read(type).findProperties()) {
      if (found.couldDeserialize()) {
        properties.put(found.getName(), read(found, properties.containsKey(found.getName())));
      }
    }
    return properties;
  }

  private Property read(BeanPropertyDefinition found, boolean written) {
    Shape shape = shape(found.getPrimaryType());
    // As JsonCodec has it: nothing says that a primitive which is missing is zero.
    boolean required = found.hasConstructorParameter() && (found.isRequired() || !shape.nullable());
    List<String> aliases = found.findAliases().stream().map(name -> name.getSimpleName()).toList();
    return new Property(found.getName(), aliases, shape, written, true, required);
  }

  private BeanDescription written(JavaType type) {
    SerializationConfig config = mapper.serializationConfig();
    ClassIntrospector introspector = config.classIntrospectorInstance();
    return introspector.introspectForSerialization(
        type, introspector.introspectClassAnnotations(type));
  }

  private BeanDescription read(JavaType type) {
    DeserializationConfig config = mapper.deserializationConfig();
    ClassIntrospector introspector = config.classIntrospectorInstance();
    return introspector.introspectForDeserialization(
        type, introspector.introspectClassAnnotations(type));
  }
}
