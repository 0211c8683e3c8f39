package io.busline.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busline.spi.InboundMessage;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process that uses the same file: {@code publish PREFIX} or {@code consume GROUP}. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private Child(Process process) {
    this.process = process;
    this.lines = process.inputReader(UTF_8);
  }

  static Child start(Path file, String what, String name) {
    try {
      return new Child(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Child.class.getName(),
                  file.toString(),
                  what,
                  name)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line it writes. */
  String line() {
    try {
      return lines.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it as the system does, without a chance to clean up; returns what it had still said. */
  List<String> kill() {
    process.toHandle().destroyForcibly();
    List<String> rest = new ArrayList<>();
    for (String line = line(); line != null; line = line()) {
      rest.add(line);
    }
    process.onExit().join();
    return rest;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }

  public static void main(String[] args) {
    Bus bus = new Bus(Path.of(args[0]));
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    out.println("ready");
    if (args[1].equals("publish")) {
      for (int i = 0; ; i++) {
        String id = args[2] + i;
        if (bus.publish("order.created", id, "k" + i % 7).await().equals("stored")) {
          out.println(id + " " + System.currentTimeMillis());
        }
      }
    }
    Consumer consumer = bus.group(args[2], "order.created");
    while (true) {
      consumer.broker.poll(10, 1_000_000_000, consumer);
      for (InboundMessage message : consumer.held) {
        out.println(message.event().id() + " " + System.currentTimeMillis());
      }
      consumer.ack();
    }
  }
}
