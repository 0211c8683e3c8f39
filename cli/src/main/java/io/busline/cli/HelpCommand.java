package io.busline.cli;

import io.busline.cli.command.Exit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Shows the help of a command, as its option does. */
@Command(
    name = "help",
    header = "Shows the help of a command.",
    footer = {"Examples:", "  busline help publish", "  busline help dead-letters redrive"})
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Which. Default: all of them.")
  private List<String> command = List.of();

  @Override
  public Integer call() {
    CommandLine line = spec.root().commandLine();
    for (int i = 0; i < command.size(); i++) {
      CommandLine next = line.getSubcommands().get(command.get(i));
      if (next == null) {
        throw new UnmatchedArgumentException(line, command.subList(i, command.size()));
      }
      line = next;
    }
    line.usage(line.getOut());
    return Exit.DONE;
  }
}
