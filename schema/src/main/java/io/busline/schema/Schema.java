package io.busline.schema;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One version of a schema: a {@code .proto} file, or a class whose data is JSON. Names where it is;
 * nothing is read before {@link Comparison#of}. Immutable.
 */
public sealed interface Schema permits ProtoFile, StoredClass, LoadedClass {

  /**
   * A file in the language of Protobuf, up to proto3. An import is looked for below the folders
   * above the file.
   *
   * @param file the file
   * @return the version that the file is
   */
  static Schema protoFile(Path file) {
    return new ProtoFile(file.toString());
  }

  /**
   * A class of this program, such as the one that a build has just compiled.
   *
   * @param type the class of the data; it is not initialised
   * @return the version that the class is
   */
  static Schema ofClass(Class<?> type) {
    return new LoadedClass(type);
  }

  /**
   * A class in an archive or folder, such as that of the last release. It is loaded apart from all
   * others, and is not initialised.
   *
   * @param name the full name of the class, with {@code $} before the name of a nested one
   * @param path the archives and folders that hold the class and the classes that it needs; Busline
   *     and Jackson need not be among them
   * @return the version that the class is
   * @throws SchemaException if the path is empty
   */
  static Schema classIn(String name, Path... path) {
    if (path.length == 0) {
      throw new SchemaException(
          "%s is a class without a path. Name the archive or folder that holds it".formatted(name));
    }
    return new StoredClass(List.of(path), name);
  }

  /**
   * Reads what a command line or a build file says.
   *
   * @param text a file that ends in {@code .proto}, or {@code PATH#CLASS} with the archives and
   *     folders joined by the system's path separator
   * @return the version that is meant
   * @throws SchemaException if the text is neither
   */
  static Schema parse(String text) {
    if (text.endsWith(".proto")) {
      return new ProtoFile(text);
    }
    int hash = text.lastIndexOf('#');
    if (hash < 1 || hash == text.length() - 1) {
      throw new SchemaException(
          "%s is neither a .proto file nor a class. Name a class as PATH#CLASS, such as orders.jar#com.example.OrderCreated"
              .formatted(text));
    }
    return new StoredClass(
        Stream.of(text.substring(0, hash).split(File.pathSeparator)).map(Path::of).toList(),
        text.substring(hash + 1));
  }
}
