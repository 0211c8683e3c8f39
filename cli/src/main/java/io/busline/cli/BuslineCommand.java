package io.busline.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command that holds all others. */
@Command(
    name = "busline",
    header = "Publishes events, and looks after event buses.",
    footer = {
      "Examples:",
      "  busline demo",
      "  busline publish order.created --data '{\"orderId\":\"o-1\"}' --key o-1",
      "  busline subscribe 'order.>' --from earliest",
      "  busline dead-letters list",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 fewer events than --count."
    })
final class BuslineCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help.")
  @SuppressWarnings("unused") // picocli sees to it.
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Prints the version.")
  @SuppressWarnings("unused") // picocli sees to it.
  private boolean version;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Shows logs, and the stack trace of an error.")
  private boolean debug;

  boolean debug() {
    return debug;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command is given");
  }
}
