package io.busline.schema;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a Java type looks like as JSON. */
sealed interface Shape {

  /** In the words of a Java programmer. */
  String name();

  /** Whether {@code null} may stand for it; not for primitives. */
  default boolean nullable() {
    return true;
  }

  /** A whole number of so many bits, or of any size. */
  record Whole(String name, int bits, boolean nullable) implements Shape {
    static final int UNBOUNDED = Integer.MAX_VALUE;
  }

  /** A number with a fraction: of 32 or 64 bits, or exact. */
  record Fraction(String name, int bits, boolean nullable) implements Shape {
    static final int EXACT = Integer.MAX_VALUE;
  }

  /** True or false. */
  record Truth(String name, boolean nullable) implements Shape {}

  /** Any text. */
  record Text(String name) implements Shape {}

  /** Text in a form of its own, such as a time or a UUID, that a class reads. */
  record Formatted(String name, boolean nullable) implements Shape {}

  /** One of some words. Those that are read are those that are written, and their aliases. */
  record Words(String name, Set<String> written, Set<String> read) implements Shape {}

  /** Elements in a row. */
  record Elements(Shape element) implements Shape {
    @Override
    public String name() {
      return "list of " + element.name();
    }
  }

  /** An object with any names. */
  record Entries(Shape key, Shape value) implements Shape {
    @Override
    public String name() {
      return "map of " + value.name();
    }
  }

  /**
   * An object of a class; which properties it has is looked up by its name, for it may hold itself.
   */
  record Properties(String name, String type) implements Shape {}

  /** One of several classes, told apart by a property. */
  record Variants(String name, String property, Map<String, Shape> cases) implements Shape {}

  /** Anything that is JSON. */
  record Anything(String name) implements Shape {}

  /**
   * A property of a class.
   *
   * @param name as JSON has it
   * @param aliases other names under which it is read
   * @param shape what its value looks like
   * @param written whether the class writes it
   * @param read whether the class reads it
   * @param required whether the class refuses a document without it
   */
  record Property(
      String name,
      List<String> aliases,
      Shape shape,
      boolean written,
      boolean read,
      boolean required) {}
}
