package io.busline.schema;

/** A class of this program. */
record LoadedClass(Class<?> type) implements Schema {
  @Override
  public String toString() {
    return type.getName();
  }
}
