package io.busline.cli.install;

import io.busline.cli.command.Choice;
import picocli.AutoComplete;
import picocli.CommandLine;

/** A shell that can complete a command line, and the script for it. */
enum CompletedShell {
  BASH,
  ZSH,
  FISH;

  private static final String NAME = "busline";

  /** The word as it is typed. */
  @Override
  public String toString() {
    return Choice.word(this);
  }

  /** A script for the user's own configuration. */
  String script(CommandLine root) {
    return switch (this) {
      case BASH -> bash(root);
      case ZSH -> "autoload -U +X compinit && compinit\n" + bash(root);
      case FISH -> FishScript.of(NAME, root);
    };
  }

  /** A script for the folder in which the shell looks when it first completes the command. */
  String installedScript(CommandLine root) {
    return switch (this) {
      case BASH, FISH -> script(root);
      // The script registers a function, which then answers what was asked by then.
      case ZSH ->
          "#compdef busline\n" + bash(root) + "\n_bash_complete -o default -F _complete_busline\n";
    };
  }

  private static String bash(CommandLine root) {
    return AutoComplete.bash(NAME, root);
  }
}
