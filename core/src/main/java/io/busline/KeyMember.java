package io.busline;

import io.busline.annotation.EventKey;
import io.busline.error.ConfigurationException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The member of a data class that is marked with {@link EventKey}. A compiler may put one mark on
 * several members, such as a record's component, its field, its accessor and its parameter: those
 * of one name are one.
 */
final class KeyMember {
  private final Class<?> dataClass;

  /** By the property's name; a method goes before a field, since it may say something else. */
  private final Map<String, AccessibleObject> marked = new LinkedHashMap<>();

  private KeyMember(Class<?> dataClass) {
    this.dataClass = dataClass;
  }

  /**
   * Reads the key of an object as an object; null if the class marks nothing.
   *
   * @throws ConfigurationException if the class marks several, or what cannot be read
   */
  static @Nullable MethodHandle of(Class<?> dataClass) {
    for (Class<?> each = dataClass; each != null; each = each.getSuperclass()) {
      MethodHandle own = new KeyMember(each).handle();
      if (own != null) {
        return own;
      }
    }
    return ofInterfaces(dataClass);
  }

  private static @Nullable MethodHandle ofInterfaces(Class<?> dataClass) {
    for (Class<?> each = dataClass; each != null; each = each.getSuperclass()) {
      for (Class<?> parent : each.getInterfaces()) {
        MethodHandle its = new KeyMember(parent).handle();
        its = its != null ? its : ofInterfaces(parent);
        if (its != null) {
          return its;
        }
      }
    }
    return null;
  }

  private @Nullable MethodHandle handle() {
    for (Field field : dataClass.getDeclaredFields()) {
      if (field.isAnnotationPresent(EventKey.class)) {
        marked.put(field.getName(), field);
      }
    }
    for (Method method : dataClass.getDeclaredMethods()) {
      if (method.isAnnotationPresent(EventKey.class) && !method.isSynthetic()) {
        marked.put(propertyOf(method), method);
      }
    }
    // The longest first: Kotlin's shorter ones, which stand for default values, repeat its marks.
    Stream.of(dataClass.getDeclaredConstructors())
        .filter(constructor -> !constructor.isSynthetic())
        .sorted(Comparator.comparing(Constructor<?>::getParameterCount).reversed())
        .forEach(this::collect);
    if (marked.size() > 1) {
      throw new ConfigurationException(
          "@EventKey in %s marks %s, and an event has one key. Mark one"
              .formatted(dataClass.getName(), String.join(" and ", marked.keySet())));
    }
    return marked.isEmpty() ? null : read(marked.values().iterator().next());
  }

  private static String propertyOf(Method method) {
    String name = method.getName();
    boolean isGetter = name.length() > 3 && name.startsWith("get");
    return isGetter && Character.isUpperCase(name.charAt(3))
        ? Character.toLowerCase(name.charAt(3)) + name.substring(4)
        : name;
  }

  private void collect(Constructor<?> constructor) {
    boolean isMarkedElsewhere = !marked.isEmpty();
    Parameter[] parameters = constructor.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      boolean isNew = parameters[i].isNamePresent() || !isMarkedElsewhere;
      if (isNew && parameters[i].isAnnotationPresent(EventKey.class)) {
        AccessibleObject member = memberOf(parameters[i], i);
        if (member == null) {
          throw new ConfigurationException(
              "@EventKey in %s marks parameter %d of a constructor, and no field is known to have its name. Mark the field or the getter; in Kotlin, write @field:EventKey"
                  .formatted(dataClass.getName(), i + 1));
        }
        marked.putIfAbsent(
            member instanceof Field field ? field.getName() : propertyOf((Method) member), member);
      }
    }
  }

  /** Kotlin leaves out the names of parameters, and gives a data class a method for each. */
  private @Nullable AccessibleObject memberOf(Parameter parameter, int index) {
    if (parameter.isNamePresent()) {
      for (Field field : dataClass.getDeclaredFields()) {
        if (field.getName().equals(parameter.getName())) {
          return field;
        }
      }
      return null;
    }
    for (Method method : dataClass.getDeclaredMethods()) {
      if (method.getName().equals("component" + (index + 1)) && method.getParameterCount() == 0) {
        return method;
      }
    }
    return null;
  }

  private MethodHandle read(AccessibleObject member) {
    if (!isReadable(member) || !member.trySetAccessible()) {
      throw new ConfigurationException(
          "@EventKey in %s must mark one record component, field, or method without parameters that io.busline may read"
              .formatted(dataClass.getName()));
    }
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle read =
          member instanceof Field field
              ? lookup.unreflectGetter(field)
              : lookup.unreflect((Method) member);
      return read.asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new ConfigurationException(
          "@EventKey in %s cannot be read".formatted(dataClass.getName()), e);
    }
  }

  private static boolean isReadable(AccessibleObject member) {
    return member instanceof Method method
        ? method.getParameterCount() == 0
            && method.getReturnType() != void.class
            && !Modifier.isStatic(method.getModifiers())
        : !Modifier.isStatic(((Field) member).getModifiers());
  }
}
