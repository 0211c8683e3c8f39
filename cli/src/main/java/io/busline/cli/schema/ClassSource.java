package io.busline.cli.schema;

import io.busline.annotation.EventKey;
import io.busline.error.EventBusException;
import io.busline.event.EventDefinition;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Member;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A class in an archive or a folder, loaded apart from all others and never initialised. It shares
 * with this program what annotations are read by: Busline's, and Jackson.
 */
final class ClassSource implements AutoCloseable {
  private final String description;
  private final URLClassLoader loader;
  private final Class<?> dataClass;

  private ClassSource(String description, URLClassLoader loader, Class<?> dataClass) {
    this.description = description;
    this.loader = loader;
    this.dataClass = dataClass;
  }

  /** Finds a class by {@code PATH#CLASS}. */
  static ClassSource open(String schema) {
    int hash = schema.lastIndexOf('#');
    if (hash < 1 || hash == schema.length() - 1) {
      throw new SchemaException(
          "%s is neither a .proto file nor a class. Name a class as PATH#CLASS, such as orders.jar#com.example.OrderCreated"
              .formatted(schema));
    }
    URL[] path =
        Stream.of(schema.substring(0, hash).split(File.pathSeparator))
            .map(ClassSource::url)
            .toArray(URL[]::new);
    String name = schema.substring(hash + 1);
    URLClassLoader loader = new URLClassLoader(path, new Shared());
    try {
      return new ClassSource(schema, loader, Class.forName(name, false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      throw new SchemaException(
          "%s has no class %s that can be loaded: %s. Give its full name, with $ before the name of a nested class"
              .formatted(schema.substring(0, hash), name, e),
          e);
    }
  }

  private static URL url(String entry) {
    Path path = Path.of(entry);
    if (!Files.exists(path)) {
      throw new SchemaException(
          "%s does not exist. Before the # belong archives and folders of classes, joined by %s"
              .formatted(entry, File.pathSeparator));
    }
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new SchemaException(entry + " is no path of classes", e);
    }
  }

  Class<?> dataClass() {
    return dataClass;
  }

  /** Which events the class is the data of; empty if it is not annotated. */
  Optional<Identity> identity() {
    return reading(
        () ->
            dataClass.isAnnotationPresent(io.busline.annotation.EventType.class)
                ? Optional.of(new Identity(EventDefinition.of(dataClass), key()))
                : Optional.empty());
  }

  private Optional<String> key() {
    return Stream.concat(
            Stream.of(dataClass.getDeclaredMethods()).filter(method -> !method.isSynthetic()),
            Stream.of(dataClass.getDeclaredFields()))
        .filter(member -> member.isAnnotationPresent(EventKey.class))
        .map(member -> ((Member) member).getName())
        .findFirst();
  }

  /** Looks at the class, which may turn out to need others that are not there. */
  <T> T reading(Supplier<T> look) {
    try {
      return look.get();
    } catch (LinkageError | TypeNotPresentException e) {
      throw new SchemaException(
          "%s needs a class that is not there: %s. Add its archive to the path, joined by %s"
              .formatted(
                  description,
                  String.valueOf(e.getMessage()).replace('/', '.'),
                  File.pathSeparator),
          e);
    } catch (EventBusException e) {
      throw new SchemaException(description + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(description + " cannot be closed", e);
    }
  }

  /** Gives Java's own classes, and those that annotations are read by. */
  private static final class Shared extends ClassLoader {
    Shared() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("io.busline.annotation.")
          || name.startsWith("com.fasterxml.jackson.annotation.")
          || name.startsWith("tools.jackson.")) {
        return Shared.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
