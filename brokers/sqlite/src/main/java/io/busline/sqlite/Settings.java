package io.busline.sqlite;

import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import io.busline.spi.BusUrl;
import io.busline.spi.Parameters;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What a URL says.
 *
 * @param file the file's absolute path
 * @param retention how long events are kept that every live group has handled
 * @param lease how long an instance that gives no sign of life keeps its slots
 */
record Settings(Path file, Duration retention, Duration lease) {

  static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

  /** Long against a pause of garbage collection, short against a user's patience. */
  static final Duration DEFAULT_LEASE = Duration.ofSeconds(10);

  /** Below, a busy disk or a short pause would look like a death. */
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

  static Settings read(BusUrl url) {
    Parameters parameters = url.parameters();
    parameters.allow("retention", "lease");
    Duration lease = parameters.duration("lease", DEFAULT_LEASE);
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      throw new ConfigurationException(
          "option lease must be at least 1s, so that a short pause does not look like a death");
    }
    return new Settings(file(url), parameters.duration("retention", DEFAULT_RETENTION), lease);
  }

  private static Path file(BusUrl url) {
    String path = url.path();
    if (!url.hosts().isEmpty()) {
      throw new ConfigurationException(
          "sqlite: takes the path of a file, not a server. Write sqlite:orders.db or"
              + " sqlite:/var/lib/orders.db");
    }
    if (path.isBlank()) {
      throw new ConfigurationException(
          "sqlite: needs the path of a file, such as sqlite:orders.db");
    }
    String start = path.toLowerCase(Locale.ROOT);
    if (start.equals(":memory:")) {
      throw new ConfigurationException(
          "sqlite: keeps events in a file. For a bus without one write memory:");
    }
    if (start.startsWith("file:") || start.startsWith(":") || path.indexOf('\0') >= 0) {
      throw new ConfigurationException(
          "%s is not a plain path. Write sqlite:orders.db or sqlite:/var/lib/orders.db"
              .formatted(Quoted.of(path)));
    }
    return existing(path);
  }

  private static Path existing(String path) {
    Path file;
    try {
      file =
          path.startsWith("~/")
              ? Path.of(System.getProperty("user.home"), path.substring(2))
              : Path.of(path);
    } catch (InvalidPathException e) {
      throw new ConfigurationException(
          "%s is not a path on this system: %s".formatted(Quoted.of(path), e.getReason()), e);
    }
    Path absolute = file.toAbsolutePath().normalize();
    if (Files.isDirectory(absolute)) {
      throw new ConfigurationException(
          "%s is a folder. Name a file in it, such as orders.db"
              .formatted(Quoted.of(absolute.toString())));
    }
    Path folder = absolute.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new ConfigurationException(
          "the folder %s does not exist. Create it, or choose another path"
              .formatted(Quoted.of(String.valueOf(folder))));
    }
    if (absolute.toString().indexOf('?') >= 0) {
      throw new ConfigurationException(
          "%s holds a question mark, which begins the options. Choose another path"
              .formatted(Quoted.of(absolute.toString())));
    }
    return absolute;
  }
}
