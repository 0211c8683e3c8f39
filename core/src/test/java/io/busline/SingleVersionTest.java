package io.busline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.ConfigurationException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module that is on the class path twice. */
class SingleVersionTest {
  private static final String FILE = "io/busline/SingleVersionTest$Marker.class";

  /** Stands for a module. */
  public static final class Marker {}

  @TempDir Path folder;

  @Test
  void two_versions_of_a_module_are_refused_with_the_names_of_their_archives() throws Exception {
    URL older = archive("a/busline-json-0.1.0.jar", 0);
    URL newer = archive("b/busline-json-0.2.0.jar", 0);

    try (URLClassLoader loader = loader(older, newer)) {
      assertThatThrownBy(() -> SingleVersion.require(marker(loader)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "io.busline.SingleVersionTest$Marker is on the class path twice, in busline-json-0.1.0.jar and in busline-json-0.2.0.jar. Keep one; the BOM io.busline:busline-bom gives all modules one version");
    }
  }

  @Test
  void two_builds_that_are_called_the_same_are_refused() throws Exception {
    try (URLClassLoader loader =
        loader(archive("a/busline-json.jar", 0), archive("b/busline-json.jar", 1))) {
      assertThatThrownBy(() -> SingleVersion.require(marker(loader)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("is on the class path twice");
    }
  }

  @Test
  void one_archive_that_is_there_twice_harms_nobody() throws Exception {
    URL one = archive("a/busline-json-0.1.0.jar", 0);
    URL copy = archive("b/busline-json-0.1.0.jar", 0);

    try (URLClassLoader loader = loader(one, copy, one)) {
      assertThat(marker(loader)).isNotNull();
      SingleVersion.require(marker(loader));
    }
  }

  /** An archive with the class, longer by some bytes; only one that is not is ever loaded. */
  private URL archive(String name, int more) throws IOException {
    byte[] bytes;
    try (var in = SingleVersionTest.class.getResourceAsStream("/" + FILE)) {
      bytes = in.readAllBytes();
    }
    Path archive = folder.resolve(name);
    Files.createDirectories(archive.getParent());
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
      out.putNextEntry(new ZipEntry(FILE));
      out.write(Arrays.copyOf(bytes, bytes.length + more));
    }
    return archive.toUri().toURL();
  }

  private static URLClassLoader loader(URL... archives) {
    return new URLClassLoader(archives, ClassLoader.getPlatformClassLoader());
  }

  private static Class<?> marker(ClassLoader loader) throws ClassNotFoundException {
    return loader.loadClass(Marker.class.getName());
  }
}
