package io.busline.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What {@code dev/release} runs to check a repository in a folder. */
public final class Release {
  private Release() {}

  /**
   * Checks and ends the JVM: with 0 if the release may be published, and with 1 if it may not,
   * after a line for each reason.
   *
   * @param args the folder, the version, and {@code signed} if every file needs a signature
   */
  public static void main(String[] args) {
    try {
      Repository repository = Repository.read(Path.of(args[0]), args[1]);
      List<String> faults = repository.faults(List.of(args).contains("signed"));
      faults.forEach(System.err::println);
      if (faults.isEmpty()) {
        System.out.println(repository.artifacts().size() + " artifacts");
      }
      System.exit(faults.isEmpty() ? 0 : 1);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }
}
