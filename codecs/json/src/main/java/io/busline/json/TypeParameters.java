package io.busline.json;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/** Classes that name no class for what they hold, such as {@code Page} of {@code Page<Order>}. */
final class TypeParameters {
  private TypeParameters() {}

  /** Why a handler would be given maps for objects, if it would. */
  static Optional<String> fault(JsonMapper mapper, Class<?> dataClass) {
    if (dataClass.getName().startsWith("java.")
        || Map.class.isAssignableFrom(dataClass)
        || Collection.class.isAssignableFrom(dataClass)) {
      return Optional.empty();
    }
    JavaType type = mapper.constructType(dataClass);
    for (Field field : dataClass.getDeclaredFields()) {
      String open = open(type, field.getGenericType());
      if (open != null && !Modifier.isStatic(field.getModifiers())) {
        return Optional.of(
            "data for %s has the type parameter %s at %s, and nothing says which class that is, so maps would come instead of objects. Subscribe with EventDefinition.of(name, new TypeRef<%s<…>>() {}), or with a record that names the class"
                .formatted(dataClass.getName(), open, field.getName(), dataClass.getSimpleName()));
      }
    }
    return Optional.empty();
  }

  private static @Nullable String open(JavaType type, Type declared) {
    if (declared instanceof TypeVariable<?> variable) {
      JavaType bound = type.getBindings().findBoundType(variable.getName());
      boolean isOpen =
          bound == null ? variable.getBounds()[0] == Object.class : bound.isJavaLangObject();
      return isOpen ? variable.getName() : null;
    }
    if (declared instanceof ParameterizedType parameterized) {
      for (Type argument : parameterized.getActualTypeArguments()) {
        String open = open(type, argument);
        if (open != null) {
          return open;
        }
      }
    }
    return null;
  }
}
