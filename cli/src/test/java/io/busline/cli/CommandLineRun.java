package io.busline.cli;

import io.busline.cli.Terminal.Stream;
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
final class CommandLineRun {
  final ByteArrayOutputStream written = new ByteArrayOutputStream();
  final ByteArrayOutputStream noted = new ByteArrayOutputStream();
  final Map<String, String> environment = new HashMap<>();
  final Interruption interruption = new Interruption();

  private final Set<Stream> terminals = EnumSet.noneOf(Stream.class);
  private InputStream in = InputStream.nullInputStream();
  private OutputStream out = written;
  private boolean coloured = true;
  private int exitCode = -1;

  CommandLineRun on(String busUrl) {
    environment.put("BUSLINE_URL", busUrl);
    return this;
  }

  CommandLineRun typing(String input) {
    in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  CommandLineRun reading(InputStream input) {
    in = input;
    return this;
  }

  CommandLineRun writingTo(OutputStream output) {
    out = output;
    return this;
  }

  CommandLineRun atTerminals(Stream... streams) {
    terminals.addAll(List.of(streams));
    return this;
  }

  CommandLineRun withoutColour() {
    coloured = false;
    return this;
  }

  CommandLineRun run(String... arguments) {
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
  CompletableFuture<CommandLineRun> start(String... arguments) {
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

  int exitCode() {
    return exitCode;
  }

  String out() {
    return written.toString(StandardCharsets.UTF_8);
  }

  List<String> outLines() {
    return out().lines().toList();
  }

  String err() {
    return noted.toString(StandardCharsets.UTF_8);
  }
}
