package io.busline.cli.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** What is installed beside the program: the manual, and a completion script for each shell. */
public final class InstalledFiles {
  private InstalledFiles() {}

  /**
   * Writes the files where a system has them below {@code /usr/share}.
   *
   * @param root the whole command line
   * @param version of the program, for the foot of the manual
   * @param date when it was made, such as 2026-11-23, for the foot of the manual
   * @param share the folder, which is made if it is missing
   * @throws IOException if a file cannot be written
   */
  public static void write(CommandLine root, String version, String date, Path share)
      throws IOException {
    write(share.resolve("man/man1/busline.1"), ManPage.of(root, version, date));
    write(
        share.resolve("bash-completion/completions/busline"),
        CompletedShell.BASH.installedScript(root));
    write(
        share.resolve("zsh/vendor-completions/_busline"), CompletedShell.ZSH.installedScript(root));
    write(
        share.resolve("fish/vendor_completions.d/busline.fish"),
        CompletedShell.FISH.installedScript(root));
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
