package io.busline.event;

import io.busline.error.ConfigurationException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Names a generic type of data with what it holds, which a {@code Class} cannot:
 *
 * <pre>{@code
 * EventDefinition<Page<Order>> pages =
 *     EventDefinition.of("orders.page", new TypeRef<Page<Order>>() {});
 * }</pre>
 *
 * <p>Written as an anonymous class, whose superclass the compiler notes. Immutable.
 *
 * @param <T> the type, such as {@code Page<Order>}
 */
public abstract class TypeRef<T> {
  private final Type type;

  /**
   * Reads what the subclass names.
   *
   * @throws ConfigurationException if it names no type, or one with a variable, a wildcard or an
   *     array in it
   */
  protected TypeRef() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parent)
        || parent.getRawType() != TypeRef.class) {
      throw new ConfigurationException(
          "%s names no type. Write new TypeRef<Page<Order>>() {}, with the type between the angle brackets"
              .formatted(getClass().getName()));
    }
    this.type = parent.getActualTypeArguments()[0];
    requireClasses(type);
  }

  private void requireClasses(Type part) {
    if (part instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        requireClasses(argument);
      }
    } else if (!(part instanceof Class<?>)) {
      throw new ConfigurationException(
          "TypeRef of %s has %s in it, which is no class. Name classes alone, such as TypeRef<Page<Order>>"
              .formatted(type.getTypeName(), part.getTypeName()));
    }
  }

  /**
   * The type.
   *
   * @return a {@code Class}, or a {@code ParameterizedType} of classes and other such types
   */
  public final Type type() {
    return type;
  }

  /**
   * The class of the data, without what it holds.
   *
   * @return the class
   */
  @SuppressWarnings("unchecked") // T is a class or a generic form of one.
  public final Class<T> dataClass() {
    return (Class<T>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof TypeRef<?> that && type.equals(that.type);
  }

  @Override
  public final int hashCode() {
    return type.hashCode();
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
