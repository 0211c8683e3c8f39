package io.busline.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether a class can be made of JSON at all: known before there is any, by looking at it once. No
 * code of the class runs.
 */
final class Readability {
  private static final Optional<String> NO_FAULT = Optional.empty();

  private final JsonMapper mapper;
  private final ClassValue<Optional<String>> onWriting =
      new ClassValue<>() {
        @Override
        protected Optional<String> computeValue(Class<?> dataClass) {
          return isDeclared(dataClass) ? fault(dataClass, true) : NO_FAULT;
        }
      };
  private final ClassValue<Optional<String>> onReading =
      new ClassValue<>() {
        @Override
        protected Optional<String> computeValue(Class<?> dataClass) {
          return fault(dataClass, false).or(() -> TypeParameters.fault(mapper, dataClass));
        }
      };

  Readability(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** Why nothing could be read as a class that a subscriber has named. */
  Optional<String> faultOnReading(Class<?> dataClass) {
    return onReading.get(dataClass);
  }

  /** Why nothing could be read as a generic type that a subscriber has named. */
  Optional<String> faultOnReading(ParameterizedType dataType) {
    return new TypeWalk(mapper, false)
        .fault(mapper.constructType(dataType))
        .or(() -> openArgument(dataType));
  }

  private Optional<String> openArgument(ParameterizedType dataType) {
    for (Type argument : dataType.getActualTypeArguments()) {
      Optional<String> fault =
          argument instanceof ParameterizedType generic
              ? openArgument(generic)
              : TypeParameters.fault(mapper, (Class<?>) argument);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  /** Why data of a class, which is the data's own and no subscriber's, could not be read as it. */
  @Nullable String faultOnWriting(Class<?> dataClass) {
    return onWriting.get(dataClass).orElse(null);
  }

  /** Nobody subscribes with the class of a collection, or one that has no name to give. */
  private static boolean isDeclared(Class<?> dataClass) {
    return !dataClass.getName().startsWith("java.")
        && !dataClass.isArray()
        && !Map.class.isAssignableFrom(dataClass)
        && !Collection.class.isAssignableFrom(dataClass)
        && !JsonNode.class.isAssignableFrom(dataClass)
        && !dataClass.isHidden()
        && !dataClass.isSynthetic()
        && !dataClass.isAnonymousClass();
  }

  private Optional<String> fault(Class<?> dataClass, boolean written) {
    return new TypeWalk(mapper, written).fault(mapper.constructType(dataClass));
  }
}
