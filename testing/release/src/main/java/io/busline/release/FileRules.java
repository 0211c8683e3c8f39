package io.busline.release;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Which files an artifact needs, and that each has its checksums and, if asked for, a signature.
 */
final class FileRules {
  /** What every jar comes with. */
  private static final List<String> ENDINGS =
      List.of("-sources.jar", "-javadoc.jar", "-cyclonedx.json");

  /** Maven Central requires these two; the names of the digests are the JDK's. */
  private static final Map<String, String> CHECKSUMS = Map.of(".md5", "MD5", ".sha1", "SHA-1");

  private FileRules() {}

  /** What is missing or wrong among the files of an artifact. */
  static List<String> faults(Artifact artifact, boolean signed) throws IOException {
    List<String> faults = new ArrayList<>();
    if (artifact.has(".jar")) {
      for (String ending : ENDINGS) {
        if (!artifact.has(ending)) {
          faults.add(artifact.name() + " has no " + artifact.file(ending).getFileName());
        }
      }
    }
    for (Path file : artifact.files()) {
      for (var checksum : CHECKSUMS.entrySet()) {
        checkDigest(file, checksum.getKey(), checksum.getValue(), faults);
      }
      if (signed && !Files.isRegularFile(beside(file, ".asc"))) {
        faults.add(file.getFileName() + " has no signature");
      }
    }
    return faults;
  }

  private static void checkDigest(Path file, String ending, String digest, List<String> faults)
      throws IOException {
    Path noted = beside(file, ending);
    if (!Files.isRegularFile(noted)) {
      faults.add(file.getFileName() + " has no " + ending);
    } else if (!Files.readString(noted, US_ASCII).strip().equals(digest(file, digest))) {
      faults.add(file.getFileName() + " is not what its " + ending + " says");
    }
  }

  private static String digest(Path file, String digest) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance(digest).digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + digest, e);
    }
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }
}
