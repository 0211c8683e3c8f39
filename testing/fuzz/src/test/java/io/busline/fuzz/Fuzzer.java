package io.busline.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What {@code dev/fuzz} calls: the fuzzer with inputs for one target, the script with commands. */
public final class Fuzzer {
  private static final String TARGET = System.getProperty("fuzz.target", "");

  /** What would make the corpus large, and is seldom needed to reach a place. */
  private static final int LONGEST_KEPT = 2_048;

  private static final class Chosen {
    static final Target TARGET = Corpus.target(Fuzzer.TARGET);
  }

  private Fuzzer() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    Guard.read(Chosen.TARGET, input);
  }

  /**
   * Called by the script: {@code names}; {@code unpack TARGET FOLDER}, which writes the corpus as a
   * folder of files; {@code pack TARGET FOLDER}, which keeps what is new in one.
   */
  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "names" ->
          Files.writeString(
              Path.of(arguments[1]),
              String.join("\n", new TreeSet<>(Corpus.targets().toList())) + "\n");
      case "unpack" -> unpack(arguments[1], Path.of(arguments[2]));
      case "pack" -> pack(arguments[1], Path.of(arguments[2]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void unpack(String target, Path folder) throws Exception {
    Files.createDirectories(folder);
    for (byte[] input : Corpus.of(target).values()) {
      Files.write(folder.resolve(digest(input)), input);
    }
  }

  /** Named inputs stay in their files. */
  private static void pack(String target, Path folder) throws Exception {
    List<String> named = new ArrayList<>();
    for (Map.Entry<String, byte[]> input : Corpus.of(target).entrySet()) {
      if (!input.getKey().startsWith(Corpus.COVERING)) {
        named.add(digest(input.getValue()));
      }
    }
    TreeSet<String> lines = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        byte[] input = Files.readAllBytes(file);
        if (input.length <= LONGEST_KEPT && !named.contains(digest(input))) {
          lines.add(Base64.getEncoder().encodeToString(input));
        }
      }
    }
    Path kept = Path.of("corpus", target, Corpus.COVERING);
    Files.writeString(kept, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  private static String digest(byte[] input) throws Exception {
    return String.format(
        "%032x", new java.math.BigInteger(1, MessageDigest.getInstance("MD5").digest(input)));
  }
}
