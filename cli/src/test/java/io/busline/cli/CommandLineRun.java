package io.busline.cli;

import io.busline.cli.command.Interruption;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Terminal.Stream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Runs a command in this process, with streams to look at afterwards. */
public final class CommandLineRun {
  public final ByteArrayOutputStream written = new ByteArrayOutputStream();
  public final ByteArrayOutputStream noted = new ByteArrayOutputStream();
  public final Map<String, String> environment = new HashMap<>();
  public final Interruption interruption = new Interruption();

  private final Set<Stream> terminals = EnumSet.noneOf(Stream.class);
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = written;
  private boolean coloured = true;
  private int exitCode = -1;

  public CommandLineRun on(String busUrl) {
    environment.put("BUSLINE_URL", busUrl);
    return this;
  }

  public CommandLineRun typing(String input) {
    in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  public CommandLineRun reading(InputStream input) {
    in = input;
    return this;
  }

  public CommandLineRun writingTo(OutputStream output) {
    out = output;
    return this;
  }

  public CommandLineRun atTerminals(Stream... streams) {
    terminals.addAll(List.of(streams));
    return this;
  }

  public CommandLineRun withoutColour() {
    coloured = false;
    return this;
  }

  public CommandLineRun run(String... arguments) {
    Terminal terminal =
        new Terminal(
            in,
            out,
            new PrintStream(noted, true, StandardCharsets.UTF_8),
            terminals,
            120,
            coloured);
    Session session = new Session(terminal, environment, interruption, "./busline");
    exitCode = new Busline(session).run(arguments);
    interruption.ended(exitCode);
    return this;
  }

  /** Runs on a thread of its own, for a command that somebody else has to end. */
  public CompletableFuture<CommandLineRun> start(String... arguments) {
    CompletableFuture<CommandLineRun> ended = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                ended.complete(run(arguments));
              } catch (RuntimeException e) {
                ended.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return ended;
  }

  public int exitCode() {
    return exitCode;
  }

  public String out() {
    return written.toString(StandardCharsets.UTF_8);
  }

  public List<String> outLines() {
    return out().lines().toList();
  }

  public String err() {
    return noted.toString(StandardCharsets.UTF_8);
  }
}
