package io.busline.schema;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A class in files.
 *
 * @param path the archives and folders that hold it and the classes that it needs
 * @param name its full name
 */
record StoredClass(List<Path> path, String name) implements Schema {
  /** The path as a command line has it. */
  String joined() {
    return path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  @Override
  public String toString() {
    return joined() + "#" + name;
  }
}
