package io.busline.schema;

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
 * A class to look at. One in an archive or a folder is loaded apart from all others and never
 * initialised; it shares with this program what annotations are read by: Busline's, and Jackson.
 */
final class ClassSource implements AutoCloseable {
  private final Schema schema;
  private final Class<?> dataClass;

  /** What was opened for it; a class of this program needs nothing. */
  private final Optional<URLClassLoader> loader;

  private ClassSource(Schema schema, Class<?> dataClass, Optional<URLClassLoader> loader) {
    this.schema = schema;
    this.dataClass = dataClass;
    this.loader = loader;
  }

  static ClassSource open(Schema schema) {
    if (schema instanceof StoredClass stored) {
      return load(stored);
    }
    if (schema instanceof LoadedClass loaded) {
      return new ClassSource(schema, loaded.type(), Optional.empty());
    }
    throw new IllegalArgumentException(schema + " is no class");
  }

  private static ClassSource load(StoredClass stored) {
    URL[] path = stored.path().stream().map(ClassSource::url).toArray(URL[]::new);
    URLClassLoader loader = new URLClassLoader(path, new Shared());
    try {
      return new ClassSource(
          stored, Class.forName(stored.name(), false, loader), Optional.of(loader));
    } catch (ClassNotFoundException | LinkageError e) {
      throw new SchemaException(
          "%s has no class %s that can be loaded: %s. Give its full name, with $ before the name of a nested class"
              .formatted(stored.joined(), stored.name(), e),
          e);
    }
  }

  private static URL url(Path entry) {
    if (!Files.exists(entry)) {
      throw new SchemaException(
          "%s does not exist. Before the # belong archives and folders of classes, joined by %s"
              .formatted(entry, File.pathSeparator));
    }
    try {
      return entry.toUri().toURL();
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
                  schema, String.valueOf(e.getMessage()).replace('/', '.'), File.pathSeparator),
          e);
    } catch (EventBusException e) {
      throw new SchemaException(schema + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (loader.isPresent()) {
      try {
        loader.get().close();
      } catch (IOException e) {
        throw new UncheckedIOException(schema + " cannot be closed", e);
      }
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
