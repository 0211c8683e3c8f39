package io.busline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.SubscriptionBuilder;
import io.busline.event.Event;
import io.busline.servers.KafkaServer;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Another process with an instance of a group, which writes what it has handled. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader lines;

  private Child(Process process) {
    this.process = process;
    this.lines = process.inputReader(UTF_8);
  }

  /**
   * Starts one.
   *
   * @param output the type that it publishes in transactions, if any
   */
  static Child start(
      KafkaServer server, String options, String group, String type, String... output) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                "kafka://" + server.address() + "?partitions=4" + options,
                group,
                type));
    command.addAll(List.of(output));
    try {
      return new Child(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line it writes; null when it has ended. */
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

  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    EventBus bus = EventBus.connect(args[0]);
    SubscriptionBuilder subscription =
        bus.subscription(args[1]).retry(RetryPolicy.fixed(3, Duration.ofMillis(10)));
    if (args.length > 3) {
      subscription.onTransaction(
          args[2],
          byte[].class,
          (event, outputs) -> {
            out.println(Shop.text(event));
            outputs.publish(
                Event.builder(args[3], event.data()).subject(event.subject().orElseThrow()));
          });
    } else {
      subscription.on(
          args[2],
          byte[].class,
          event -> {
            String text = Shop.text(event);
            if (text.equals("poison")) {
              Runtime.getRuntime().halt(1);
            }
            out.println(text);
          });
    }
    subscription.subscribe();
    out.println("ready");
    Thread.currentThread().join();
  }
}
