package io.busline.schema;

/** A {@code .proto} file, by its name for messages about it. */
record ProtoFile(String name) implements Schema {
  @Override
  public String toString() {
    return name;
  }
}
