package io.busline.cli.install;

import io.busline.cli.command.Choice;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
    name = "completion",
    header = "Prints a completion script for bash, zsh or fish.",
    footer = {
      "Examples:",
      "  source <(busline completion bash)",
      "  busline completion zsh > ~/.busline-completion; echo 'source ~/.busline-completion' >>"
          + " ~/.zshrc",
      "  busline completion fish > ~/.config/fish/completions/busline.fish"
    })
public final class CompletionCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SHELL",
      arity = "0..1",
      defaultValue = "bash",
      converter = ShellConverter.class,
      description = "bash, zsh or fish. Default: ${DEFAULT-VALUE}.")
  private CompletedShell shell = CompletedShell.BASH;

  /**
   * Made for one run.
   *
   * @param session the process it runs in
   */
  public CompletionCommand(Session session) {
    this.terminal = session.terminal();
  }

  @Override
  public Integer call() {
    terminal.line(shell.script(spec.root().commandLine()).stripTrailing());
    return Exit.DONE;
  }

  /** Reads the name of a shell. */
  static final class ShellConverter implements ITypeConverter<CompletedShell> {
    @Override
    public CompletedShell convert(String word) {
      return new Choice<>(CompletedShell.class).convert(word);
    }
  }
}
