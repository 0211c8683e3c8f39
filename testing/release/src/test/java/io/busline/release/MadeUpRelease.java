package io.busline.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * A release of a bill of materials and one module in which nothing is wrong, until a test spoils
 * it.
 */
final class MadeUpRelease {
  static final String VERSION = "1.2.0";

  private static final String ABOUT =
      """
      <name>Busline</name>
      <description>A bus.</description>
      <url>https://busline.example</url>
      <licenses><license><name>Apache-2.0</name><url>https://license.example</url></license></licenses>
      <developers><developer><name>Ann</name><email>ann@busline.example</email></developer></developers>
      <scm>
        <url>https://git.example</url>
        <connection>scm:git:https://git.example</connection>
        <developerConnection>scm:git:https://git.example</developerConnection>
      </scm>
      """;

  private final Path root;

  MadeUpRelease(Path root) throws IOException {
    this.root = root;
    pom(
        "busline-bom",
        ABOUT
            + "<dependencyManagement><dependencies>"
            + dependency("io.busline", "busline-core", VERSION)
            + "</dependencies></dependencyManagement>");
    pom("busline-core", ABOUT);
    jar("busline-core", ".jar", "META-INF/LICENSE", "META-INF/NOTICE");
    jar("busline-core", "-sources.jar", "META-INF/LICENSE", "META-INF/NOTICE");
    jar("busline-core", "-javadoc.jar", "META-INF/LICENSE", "META-INF/NOTICE");
    write(file("busline-core", "-cyclonedx.json"), "{}".getBytes(UTF_8));
  }

  static String about() {
    return ABOUT;
  }

  static String dependency(String group, String artifact, String version) {
    return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>"
        .formatted(group, artifact, version);
  }

  Path file(String artifact, String ending) {
    return root.resolve("io/busline")
        .resolve(artifact)
        .resolve(VERSION)
        .resolve(artifact + "-" + VERSION + ending);
  }

  void pom(String artifact, String content) throws IOException {
    String coordinates =
        "<groupId>io.busline</groupId><artifactId>%s</artifactId><version>%s</version>"
            .formatted(artifact, VERSION);
    write(
        file(artifact, ".pom"),
        ("<project>" + coordinates + content + "</project>").getBytes(UTF_8));
  }

  void jar(String artifact, String ending, String... entries) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Automatic-Module-Name", "io.busline");
    jar(artifact, ending, manifest, entries);
  }

  void jar(String artifact, String ending, Manifest manifest, String... entries)
      throws IOException {
    Path file = file(artifact, ending);
    try (var jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      for (String entry : entries) {
        jar.putNextEntry(new ZipEntry(entry));
        jar.closeEntry();
      }
    }
    write(file, Files.readAllBytes(file));
  }

  private static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    Files.writeString(Path.of(file + ".md5"), digest("MD5", content));
    Files.writeString(Path.of(file + ".sha1"), digest("SHA-1", content));
  }

  private static String digest(String digest, byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(digest).digest(content));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
