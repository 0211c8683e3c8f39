package io.busline.json;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ValueNode;

/**
 * Which numbers travel: finite ones, because JSON has no others; and decimals that can be written
 * out, because adding one to {@code 1e999999999} would fill the memory of whoever does.
 *
 * @param maxExponent the largest power of ten, either way
 */
record NumberLimits(int maxExponent) implements Serializable {
  static final String REFUSAL = "a number is infinite, not a number, or has too large an exponent";

  /** Whether values of a class must be looked at. */
  boolean concern(Class<?> type) {
    return type == double.class
        || type == Double.class
        || type == float.class
        || type == Float.class
        || type == double[].class
        || type == float[].class
        || type == OptionalDouble.class
        || type == BigDecimal.class
        || type == Number.class
        || type == Object.class;
  }

  boolean allow(Object value) {
    if (value instanceof Double number) {
      return Double.isFinite(number);
    }
    if (value instanceof BigDecimal number) {
      return number.scale() <= maxExponent && number.scale() >= -maxExponent;
    }
    if (value instanceof Float number) {
      return Float.isFinite(number);
    }
    if (value instanceof OptionalDouble number) {
      return Double.isFinite(number.orElse(0));
    }
    if (value instanceof Map<?, ?> map) {
      return allowAll(map.values());
    }
    if (value instanceof Collection<?> values) {
      return allowAll(values);
    }
    return !(value instanceof double[] || value instanceof float[]) || allowArray(value);
  }

  private boolean allowAll(Collection<?> values) {
    for (Object value : values) {
      if (value != null && !allow(value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean allowArray(Object array) {
    if (array instanceof double[] numbers) {
      for (double number : numbers) {
        if (!Double.isFinite(number)) {
          return false;
        }
      }
    } else if (array instanceof float[] numbers) {
      for (float number : numbers) {
        if (!Float.isFinite(number)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Makes nodes of a tree, of allowed numbers. */
  JsonNodeFactory nodeFactory() {
    return new Nodes(this);
  }

  private static final class Nodes extends JsonNodeFactory {
    private static final long serialVersionUID = 1L;

    private final NumberLimits limits;

    Nodes(NumberLimits limits) {
      this.limits = limits;
    }

    @Override
    public ValueNode numberNode(BigDecimal value) {
      if (value != null && !limits.allow(value)) {
        throw new RefusedValueException(REFUSAL);
      }
      return super.numberNode(value);
    }
  }
}
