package io.busline.cli.install;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual of the whole command line as one page in the language of {@code man}. Written from the
 * same texts as the help; a generator from picocli's templates would need JRuby for a build.
 */
final class ManPage {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "BUSLINE_URL", "The bus, where --bus names none.",
          "BUSLINE_DATABASE", "The database of the outbox, where --database names none.",
          "BUSLINE_DATABASE_USER", "Its user.",
          "BUSLINE_DATABASE_PASSWORD", "Its password.",
          "BUSLINE_JAVA_OPTS", "Options for the JVM that the command runs on.",
          "NO_COLOR", "No colours, if it is set to anything.");

  private static final List<String> EXIT_CODES =
      List.of(
          "Done.",
          "The command was right and could not be done.",
          "The command line was wrong.",
          "Fewer events came than --count asks for.");

  private final RoffWriter page = new RoffWriter();

  private ManPage() {}

  /** The page, with the version and the date that its foot shows. */
  static String of(CommandLine root, String version, String date) {
    ManPage page = new ManPage();
    page.write(root, version, date);
    return page.page.toString();
  }

  private void write(CommandLine root, String version, String date) {
    CommandSpec spec = root.getCommandSpec();
    page.title("BUSLINE", date, "busline " + version, "Busline");
    page.section("NAME");
    page.text("busline - " + header(spec).toLowerCase(Locale.ROOT).replaceAll("\\.$", ""));
    page.section("SYNOPSIS");
    page.text("busline COMMAND [OPTIONS]");
    page.section("DESCRIPTION");
    page.text(
        "Data goes to standard output, everything else to standard error. Colours and progress"
            + " appear only on a terminal. The options below hold for every command.");
    arguments(spec);
    page.section("COMMANDS");
    root.getSubcommands().values().forEach(this::command);
    page.section("EXIT STATUS");
    for (int code = 0; code < EXIT_CODES.size(); code++) {
      page.item(String.valueOf(code), EXIT_CODES.get(code));
    }
    page.section("ENVIRONMENT");
    ENVIRONMENT.keySet().stream()
        .sorted()
        .forEach(name -> page.item(name, String.valueOf(ENVIRONMENT.get(name))));
    page.section("FILES");
    page.item("~/.local/share/busline/bus.db", "The bus where none is named, in SQLite.");
  }

  private void command(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    if (command.getSubcommands().isEmpty()) {
      page.subsection(spec.qualifiedName());
      page.text(header(spec));
      page.examples(synopsis(command));
      String description = String.join(" ", spec.usageMessage().description());
      if (!description.isEmpty()) {
        page.text(description);
      }
      arguments(spec);
      page.examples(spec.usageMessage().footer());
    }
    command.getSubcommands().values().forEach(this::command);
  }

  private static String[] synopsis(CommandLine command) {
    return command.getHelp().synopsis(0).lines().map(String::strip).toArray(String[]::new);
  }

  private void arguments(CommandSpec spec) {
    for (PositionalParamSpec each : spec.positionalParameters()) {
      argument(each.paramLabel(), each);
    }
    for (OptionSpec each : spec.options()) {
      boolean inherited = each.inherited();
      if (!each.hidden() && !inherited) {
        String names = String.join(", ", each.names());
        argument(each.arity().max() > 0 ? names + " " + each.paramLabel() : names, each);
      }
    }
  }

  private void argument(String term, ArgSpec argument) {
    page.item(term, String.join(" ", argument.description()));
  }

  private static String header(CommandSpec spec) {
    return String.join(" ", spec.usageMessage().header());
  }
}
