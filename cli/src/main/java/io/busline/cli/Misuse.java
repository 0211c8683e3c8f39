package io.busline.cli;

import io.busline.event.Quoted;
import io.busline.spi.Nearest;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, and what was probably meant. */
final class Misuse {

  private Misuse() {}

  static String describe(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched.getCommandLine(), unmatched.getUnmatched());
    }
    return String.valueOf(e.getMessage()).replace("option option", "option").replaceAll("\\.$", "");
  }

  private static String unmatched(CommandLine line, List<String> unmatched) {
    String first = unmatched.get(0);
    if (first.startsWith("-")) {
      first = first.replaceAll("=.*", "");
      if (isOfCommand(line, first)) {
        return "no command is given before %s. Options follow the command, such as busline topics --bus sqlite:orders.db"
            .formatted(Quoted.of(first));
      }
      return "unknown option %s. %s"
          .formatted(Quoted.of(first), Nearest.hint(first, options(line), "It has none"));
    }
    if (!line.getSubcommands().isEmpty()) {
      return "unknown command %s. %s"
          .formatted(
              Quoted.of(first),
              Nearest.hint(first, new TreeSet<>(line.getSubcommands().keySet()), "There is none"));
    }
    return "%s is one argument too many".formatted(Quoted.of(first));
  }

  private static boolean isOfCommand(CommandLine line, String option) {
    return line.getSubcommands().values().stream()
        .anyMatch(each -> each.getCommandSpec().findOption(option) != null);
  }

  private static List<String> options(CommandLine line) {
    return line.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .map(OptionSpec::longestName)
        .sorted()
        .toList();
  }
}
