package io.busline.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The inputs that are kept for a target: files that people have written or named, and {@value
 * #COVERING}, with a line of Base64 for each input that a fuzzer has found to reach new code.
 */
final class Corpus {
  static final String COVERING = "covering.base64";

  private static final Path FOLDER = Path.of("corpus");

  private Corpus() {}

  /** The names of all targets, none of which is made. */
  static Stream<String> targets() {
    return ServiceLoader.load(Target.class).stream().map(Corpus::name);
  }

  static Target target(String name) {
    return ServiceLoader.load(Target.class).stream()
        .filter(provider -> name(provider).equals(name))
        .findAny()
        .orElseThrow()
        .get();
  }

  private static String name(ServiceLoader.Provider<Target> provider) {
    return provider
        .type()
        .getSimpleName()
        .replaceFirst("Target$", "")
        .replaceAll("(?<=.)(?=[A-Z])", "-")
        .toLowerCase(Locale.ROOT);
  }

  /** The inputs by their names. */
  static Map<String, byte[]> of(String target) {
    Map<String, byte[]> inputs = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(FOLDER.resolve(target))) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.equals(COVERING)) {
          int number = 1;
          for (String line : Files.readAllLines(file)) {
            inputs.put(COVERING + ":" + number++, Base64.getDecoder().decode(line));
          }
        } else {
          inputs.put(name, Files.readAllBytes(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inputs;
  }
}
