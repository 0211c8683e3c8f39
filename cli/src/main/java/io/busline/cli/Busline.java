package io.busline.cli;

import io.busline.admin.DeadLetter.Reason;
import io.busline.cli.admin.DoctorCommand;
import io.busline.cli.admin.ExplainCommand;
import io.busline.cli.admin.GroupsCommand;
import io.busline.cli.admin.TopicsCommand;
import io.busline.cli.bench.BenchCommand;
import io.busline.cli.command.Choice;
import io.busline.cli.command.CommandException;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Session;
import io.busline.cli.command.Times;
import io.busline.cli.demo.DemoCommand;
import io.busline.cli.events.PublishCommand;
import io.busline.cli.events.SubscribeCommand;
import io.busline.cli.install.CompletionCommand;
import io.busline.cli.letters.DeadLettersCommand;
import io.busline.cli.outbox.OutboxCommand;
import io.busline.cli.schema.SchemaCommand;
import io.busline.cli.terminal.OutputClosedException;
import io.busline.cli.terminal.Secrets;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.TerminalWriter;
import io.busline.cli.terminal.Visible;
import io.busline.error.ConfigurationException;
import io.busline.error.EncodingException;
import io.busline.error.EventBusException;
import io.busline.error.InvalidEventException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The whole command line: its commands, and how any of them can fail. For one thread. */
final class Busline {
  private static final int HELP_COLUMNS = 100;

  /** What Java puts where the locale's encoding ends; to publish it would be to lose data. */
  private static final char UNREADABLE = '\uFFFD';

  private final Session session;
  private final BuslineCommand root = new BuslineCommand();

  Busline(Session session) {
    this.session = session;
  }

  int run(String... arguments) {
    for (String argument : arguments) {
      if (argument.indexOf(UNREADABLE) >= 0) {
        session
            .terminal()
            .note(
                "busline: an argument has characters that Java cannot read in this locale. Set"
                    + " LC_ALL to one with UTF-8, such as C.UTF-8");
        return Exit.USAGE;
      }
    }
    return commandLine().execute(arguments);
  }

  CommandLine commandLine() {
    Terminal terminal = session.terminal();
    CommandLine line = new CommandLine(root);
    line.addSubcommand(new DemoCommand(session))
        .addSubcommand(new PublishCommand(session))
        .addSubcommand(new SubscribeCommand(session))
        .addSubcommand(DeadLettersCommand.with(session))
        .addSubcommand(OutboxCommand.with(session))
        .addSubcommand(TopicsCommand.with(session))
        .addSubcommand(GroupsCommand.with(session))
        .addSubcommand(new ExplainCommand(session))
        .addSubcommand(new DoctorCommand(session))
        .addSubcommand(new BenchCommand(session))
        .addSubcommand(SchemaCommand.with(session))
        .addSubcommand(new CompletionCommand(session))
        .addSubcommand(new VersionCommand(session))
        .addSubcommand(new HelpCommand());
    layOut(line);
    line.getCommandSpec().versionProvider(() -> new String[] {VersionCommand.versions()});
    Ansi ansi = terminal.coloured(Terminal.Stream.OUT) ? Ansi.ON : Ansi.OFF;
    // An argument @FILE is the value of --data, not a file of arguments.
    line.setExpandAtFiles(false)
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
        .setUsageHelpWidth(Math.max(60, Math.min(HELP_COLUMNS, terminal.columns())))
        .registerConverter(Duration.class, Times::duration)
        .registerConverter(Instant.class, Times::parse)
        .registerConverter(Reason.class, new Choice<>(Reason.class))
        .setOut(new PrintWriter(new TerminalWriter(terminal), true))
        .setExecutionStrategy(Busline::execute)
        .setParameterExceptionHandler(this::misused)
        .setExecutionExceptionHandler(this::failed);
    return line;
  }

  /** Gives every help the same shape. */
  private static void layOut(CommandLine line) {
    boolean hasDescription = line.getCommandSpec().usageMessage().description().length > 0;
    line.getCommandSpec()
        .usageMessage()
        .synopsisHeading("%nUsage: ")
        .descriptionHeading(hasDescription ? "%n" : "")
        .parameterListHeading("%n")
        .optionListHeading("%nOptions:%n")
        .commandListHeading("%nCommands:%n")
        .footerHeading("%n")
        .sortOptions(false)
        .abbreviateSynopsis(true);
    line.getSubcommands().values().forEach(Busline::layOut);
  }

  /** A request for help excuses nothing: help of another command is not what was asked for. */
  private static int execute(ParseResult parsed) {
    for (ParseResult each = parsed; each != null; each = each.subcommand()) {
      if (!each.unmatched().isEmpty()) {
        throw new UnmatchedArgumentException(each.commandSpec().commandLine(), each.unmatched());
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private int misused(ParameterException e, String[] arguments) {
    CommandLine line = e.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    say(name, Misuse.describe(e) + ". See " + name + " --help", e);
    return Exit.USAGE;
  }

  private int failed(Exception e, CommandLine line, ParseResult parsed) {
    String name = line.getCommandSpec().qualifiedName();
    if (e instanceof OutputClosedException) {
      return Exit.DONE;
    }
    if (e instanceof CommandException known) {
      say(name, known.message(), e);
      return known.exitCode();
    }
    if (e instanceof EventBusException known) {
      say(name, known.getMessage(), e);
      return isUsage(known) ? Exit.USAGE : Exit.FAILED;
    }
    say(name, "this should not have happened: " + e + ". Run it again with --debug", e);
    return Exit.FAILED;
  }

  private static boolean isUsage(EventBusException e) {
    return e instanceof ConfigurationException
        || e instanceof InvalidEventException
        || e instanceof EncodingException;
  }

  private void say(String name, String message, Exception e) {
    Terminal terminal = session.terminal();
    terminal.status("");
    terminal.note(Secrets.hidden(Visible.line(name + ": " + message)));
    if (root.debug()) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      terminal.note(Secrets.hidden(Visible.lines(trace.toString())));
    }
  }
}
