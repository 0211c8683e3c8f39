package io.busline.cli.install;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What fish needs to complete commands and options; picocli makes scripts for bash and zsh only.
 */
final class FishScript {
  private final String name;
  private final StringBuilder script = new StringBuilder();

  private FishScript(String name) {
    this.name = name;
  }

  static String of(String name, CommandLine root) {
    FishScript fish = new FishScript(name);
    fish.script.append("complete -c ").append(name).append(" -f\n");
    fish.level(root, "");
    return fish.script.toString();
  }

  /** The commands and options of a command; the condition holds once it is on the line. */
  private void level(CommandLine command, String condition) {
    Map<String, CommandLine> commands = command.getSubcommands();
    String names = String.join(" ", commands.keySet());
    String open =
        condition.isEmpty()
            ? "__fish_use_subcommand"
            : condition + "; and not __fish_seen_subcommand_from " + names;
    commands.forEach(
        (word, each) -> {
          line(commands.isEmpty() ? condition : open, "-a " + word, header(each));
          String seen = "__fish_seen_subcommand_from " + word;
          level(each, condition.isEmpty() ? seen : condition + "; and " + seen);
        });
    command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> option(commands.isEmpty() ? condition : open, option));
  }

  private void option(String condition, OptionSpec option) {
    StringBuilder words = new StringBuilder();
    for (String each : option.names()) {
      words.append(each.startsWith("--") ? " -l " : " -s ").append(each.replaceFirst("^--?", ""));
    }
    if (option.arity().max() > 0) {
      words.append(option.paramLabel().contains("FILE") ? " -r -F" : " -x");
      if (option.completionCandidates() != null) {
        words.append(" -a ").append(quoted(String.join(" ", option.completionCandidates())));
      }
    }
    line(condition, words.toString().strip(), String.join(" ", option.description()));
  }

  private void line(String condition, String what, String description) {
    script.append("complete -c ").append(name);
    if (!condition.isEmpty()) {
      script.append(" -n ").append(quoted(condition));
    }
    script.append(' ').append(what).append(" -d ").append(quoted(description)).append('\n');
  }

  private static String header(CommandLine command) {
    return String.join(" ", command.getCommandSpec().usageMessage().header());
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
