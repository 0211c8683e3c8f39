package io.busline.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One artifact of a repository, with all its files.
 *
 * @param name its artifact's name, such as {@code busline-core}
 * @param version of the release
 * @param folder that has its files
 */
record Artifact(String name, String version, Path folder) {
  /** Its file with an ending, such as {@code -sources.jar}, whether it is there or not. */
  Path file(String ending) {
    return folder.resolve(name + "-" + version + ending);
  }

  boolean has(String ending) {
    return Files.isRegularFile(file(ending));
  }

  /** What it consists of, without checksums and signatures; sorted. */
  List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(each -> !isAbout(each.getFileName().toString())).sorted().toList();
    }
  }

  private static boolean isAbout(String file) {
    return file.matches(".*\\.(md5|sha1|sha256|sha512|asc)");
  }
}
