package io.busline.cli;

import io.busline.cli.command.Exit;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a completion script. */
@Command(
    name = "completion",
    header = "Prints a completion script for bash or zsh.",
    footer = {
      "Examples:",
      "  source <(busline completion bash)",
      "  busline completion zsh > ~/.busline-completion; echo 'source ~/.busline-completion' >>"
          + " ~/.zshrc"
    })
final class CompletionCommand implements Callable<Integer> {

  /** The shells a script is for; it is one script that suits both. */
  enum For {
    BASH,
    ZSH
  }

  private final Terminal terminal;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SHELL",
      arity = "0..1",
      defaultValue = "bash",
      description = "bash or zsh. Default: ${DEFAULT-VALUE}.")
  private For shell = For.BASH;

  CompletionCommand(Session session) {
    this.terminal = session.terminal();
  }

  @Override
  public Integer call() {
    String script = AutoComplete.bash("busline", spec.root().commandLine());
    if (shell == For.ZSH) {
      script = "autoload -U +X compinit && compinit\n" + script;
    }
    terminal.line(script.stripTrailing());
    return Exit.DONE;
  }
}
