package io.busline.schema;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Year;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The classes whose JSON is a number, a truth value, a text, or anything. */
final class KnownShapes {
  private static final Map<Class<?>, Shape> KNOWN =
      Map.ofEntries(
          entry(byte.class, new Shape.Whole("byte", 8, false)),
          entry(short.class, new Shape.Whole("short", 16, false)),
          entry(int.class, new Shape.Whole("int", 32, false)),
          entry(long.class, new Shape.Whole("long", 64, false)),
          entry(Byte.class, new Shape.Whole("Byte", 8, true)),
          entry(Short.class, new Shape.Whole("Short", 16, true)),
          entry(Integer.class, new Shape.Whole("Integer", 32, true)),
          entry(Long.class, new Shape.Whole("Long", 64, true)),
          // Up to 999,999,999.
          entry(Year.class, new Shape.Whole("Year", 30, true)),
          entry(OptionalInt.class, new Shape.Whole("OptionalInt", 32, true)),
          entry(OptionalLong.class, new Shape.Whole("OptionalLong", 64, true)),
          entry(AtomicInteger.class, new Shape.Whole("AtomicInteger", 32, true)),
          entry(AtomicLong.class, new Shape.Whole("AtomicLong", 64, true)),
          entry(BigInteger.class, new Shape.Whole("BigInteger", Shape.Whole.UNBOUNDED, true)),
          entry(float.class, new Shape.Fraction("float", 32, false)),
          entry(double.class, new Shape.Fraction("double", 64, false)),
          entry(Float.class, new Shape.Fraction("Float", 32, true)),
          entry(Double.class, new Shape.Fraction("Double", 64, true)),
          entry(OptionalDouble.class, new Shape.Fraction("OptionalDouble", 64, true)),
          entry(BigDecimal.class, new Shape.Fraction("BigDecimal", Shape.Fraction.EXACT, true)),
          entry(Number.class, new Shape.Fraction("Number", Shape.Fraction.EXACT, true)),
          entry(boolean.class, new Shape.Truth("boolean", false)),
          entry(Boolean.class, new Shape.Truth("Boolean", true)),
          entry(AtomicBoolean.class, new Shape.Truth("AtomicBoolean", true)),
          entry(char.class, new Shape.Formatted("char", false)),
          entry(Character.class, new Shape.Formatted("Character", true)),
          entry(byte[].class, new Shape.Formatted("byte[]", true)),
          entry(char[].class, new Shape.Text("char[]")),
          entry(String.class, new Shape.Text("String")),
          entry(CharSequence.class, new Shape.Text("CharSequence")),
          entry(Object.class, new Shape.Anything("Object")));

  private KnownShapes() {}

  static Optional<Shape> of(Class<?> type) {
    return type.getName().startsWith("tools.jackson.databind.")
        ? Optional.of(new Shape.Anything(type.getSimpleName()))
        : Optional.ofNullable(KNOWN.get(type));
  }
}
