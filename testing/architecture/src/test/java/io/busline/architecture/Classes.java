package io.busline.architecture;

import static java.util.stream.Collectors.toSet;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** The compiled classes the rules look at. */
final class Classes {
  /** What users get: the main classes of every module. */
  static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("jmh_generated"))
          .importPackages("io.busline");

  /** The test classes of every module; they are on no class path but their own. */
  static final JavaClasses TESTS = new ClassFileImporter().importPaths(testClassFolders());

  private Classes() {}

  private static Set<Path> testClassFolders() {
    Path repository = Path.of("").toAbsolutePath();
    while (!Files.exists(repository.resolve("mvnw"))) {
      repository = repository.getParent();
    }
    try (var modules = Files.find(repository, 3, (path, file) -> path.endsWith("pom.xml"))) {
      return modules
          .map(pom -> pom.resolveSibling("target").resolve("test-classes"))
          .filter(Files::isDirectory)
          .collect(toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "looking for the modules of " + Path.of("").toAbsolutePath(), e);
    }
  }
}
