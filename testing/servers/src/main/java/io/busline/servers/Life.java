package io.busline.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a server lives.
 *
 * @param folder below which its own is
 * @param owner the process with which it ends at the latest
 */
record Life(Path folder, long owner) {
  private static final String FOLDER = "BUSLINE_SERVERS";
  private static final String OWNER = "BUSLINE_RUN";

  /** As long as this JVM at most. */
  static Life ofJvm() {
    Path folder = folder(System.getenv());
    return new Life(
        folder == null ? Path.of(System.getProperty("java.io.tmpdir")) : folder,
        ProcessHandle.current().pid());
  }

  /** As long as the run that this JVM is part of, if it is part of one. */
  static Optional<Life> ofRun(Map<String, String> environment) {
    Path folder = folder(environment);
    if (folder == null) {
      return Optional.empty();
    }
    String owner = environment.get(OWNER);
    if (owner == null || !owner.matches("[0-9]+")) {
      throw new IllegalStateException(
          "%s names a folder, and %s is '%s'. Set it to the number of the process with which shared"
                  .formatted(FOLDER, OWNER, owner)
              + " servers end, or unset the first");
    }
    return Optional.of(new Life(folder, Long.parseLong(owner)));
  }

  private static @Nullable Path folder(Map<String, String> environment) {
    String folder = environment.get(FOLDER);
    return folder == null || folder.isEmpty() ? null : Path.of(folder);
  }

  boolean isOfJvm() {
    return owner == ProcessHandle.current().pid();
  }
}
