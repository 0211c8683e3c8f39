package io.busline;

import io.busline.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.net.URLConnection;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Refuses a module that is on the class path in two versions: the class loader takes each class
 * from whichever comes first, and what was compiled against the other one fails later, at any
 * place.
 */
final class SingleVersion {
  private SingleVersion() {}

  /**
   * Looks for a second copy of a class that stands for its module.
   *
   * @throws ConfigurationException if there is one of another version
   */
  static void require(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    if (loader == null || type.getModule().isNamed()) {
      return;
    }
    String file = type.getName().replace('.', '/') + ".class";
    try {
      Set<String> seen = new LinkedHashSet<>();
      List<URL> copies =
          Collections.list(loader.getResources(file)).stream()
              .filter(copy -> seen.add(copy.toString()))
              .toList();
      for (int i = 1; i < copies.size(); i++) {
        requireSame(type, file, copies.get(0), copies.get(i));
      }
    } catch (IOException e) {
      Log.write(Level.DEBUG, "the class path could not be searched for copies of " + file, e);
    }
  }

  private static void requireSame(Class<?> type, String file, URL first, URL other)
      throws IOException {
    String one = archive(first, file);
    String two = archive(other, file);
    boolean areArchives = one.endsWith(".jar") && two.endsWith(".jar");
    if ((areArchives && !one.equals(two)) || !Arrays.equals(bytes(first), bytes(other))) {
      throw new ConfigurationException(
          "%s is on the class path twice, in %s and in %s. Keep one; the BOM io.busline:busline-bom gives all modules one version"
              .formatted(type.getName(), one, two));
    }
  }

  /** The name of the archive, which has the version in it; or the folder. */
  private static String archive(URL copy, String file) {
    String place = copy.toString();
    String container = place.substring(0, place.length() - file.length()).replaceAll("!?/$", "");
    return container.endsWith(".jar")
        ? container.substring(container.lastIndexOf('/') + 1)
        : container;
  }

  private static byte[] bytes(URL copy) throws IOException {
    URLConnection connection = copy.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      return in.readAllBytes();
    }
  }
}
