package io.busline.release;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A repository in a folder, as it would be published.
 *
 * @param artifacts all that it has of the release, sorted by name
 */
record Repository(List<Artifact> artifacts) {
  private static final String BOM = "busline-bom";

  /**
   * Looks for the artifacts of a release.
   *
   * @throws IOException if the folder cannot be read, or has none
   */
  static Repository read(Path folder, String version) throws IOException {
    List<Artifact> artifacts = new ArrayList<>();
    Path group = folder.resolve("io/busline");
    if (Files.isDirectory(group)) {
      try (var names = Files.list(group)) {
        names
            .map(
                each -> new Artifact(each.getFileName().toString(), version, each.resolve(version)))
            .filter(each -> Files.isDirectory(each.folder()))
            .sorted((one, other) -> one.name().compareTo(other.name()))
            .forEach(artifacts::add);
      }
    }
    if (artifacts.isEmpty()) {
      throw new IOException("there is no release %s in %s".formatted(version, folder));
    }
    return new Repository(artifacts);
  }

  /**
   * All that forbids to publish this; empty if nothing does.
   *
   * @param signed whether every file needs a signature
   * @throws IOException if a file cannot be read
   */
  List<String> faults(boolean signed) throws IOException {
    Set<String> names = artifacts.stream().map(Artifact::name).collect(toCollection(TreeSet::new));
    List<String> faults = new ArrayList<>();
    for (Artifact artifact : artifacts) {
      if (!artifact.has(".pom")) {
        faults.add(artifact.name() + " has no POM");
        continue;
      }
      Pom pom = Pom.read(artifact.file(".pom"));
      faults.addAll(PomRules.faults(artifact, pom, names));
      faults.addAll(FileRules.faults(artifact, signed));
      for (Path jar : artifact.files()) {
        if (jar.toString().endsWith(".jar")) {
          faults.addAll(JarRules.faults(jar, jar.equals(artifact.file(".jar"))));
        }
      }
      if (artifact.name().equals(BOM)) {
        faults.addAll(unmanaged(pom, names));
      }
    }
    if (!names.contains(BOM)) {
      faults.add("there is no " + BOM);
    }
    return faults;
  }

  private static List<String> unmanaged(Pom bom, Set<String> names) {
    Set<String> unmanaged = new TreeSet<>(names);
    unmanaged.remove(BOM);
    bom.managed().forEach(each -> unmanaged.remove(each.artifact()));
    return unmanaged.stream().map(each -> BOM + " does not manage " + each).toList();
  }
}
