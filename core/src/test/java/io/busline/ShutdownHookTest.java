package io.busline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.memory.MemoryBroker;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Writer;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that is told to end, and the bus that it has not closed. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
class ShutdownHookTest {

  /** Another process with a subscription whose handler waits for a line of input. */
  static final class Program {
    private static final CountDownLatch HANDLING = new CountDownLatch(1);

    private Program() {}

    public static void main(String[] args) throws InterruptedException {
      PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
      List<String> wanted = List.of(args);
      EventBusBuilder builder =
          EventBus.builder(MemoryBroker.create())
              .service("tests")
              .closeTimeout(Duration.ofSeconds(wanted.contains("impatient") ? 1 : 60))
              .listener(signal -> tell(out, signal));
      EventBus bus =
          (wanted.contains("without") ? builder.withoutShutdownHook() : builder).connect();
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      bus.subscribe("order.created", byte[].class, event -> handle(out, in, wanted));
      if (wanted.contains("twice")) {
        Runtime.getRuntime().addShutdownHook(new Thread(bus::close));
      }
      bus.publish("order.created", new byte[0]);
      if (wanted.contains("closing")) {
        HANDLING.await();
        bus.close();
        out.println("main is done");
      }
      Thread.currentThread().join();
    }

    private static void handle(PrintStream out, BufferedReader in, List<String> wanted)
        throws IOException {
      out.println("handling");
      HANDLING.countDown();
      if (wanted.contains("exiting")) {
        System.exit(7);
      }
      in.readLine();
      out.println("handled");
    }

    private static void tell(PrintStream out, Signal signal) {
      if (signal instanceof Signal.StateChanged changed
          && changed.state() != Subscription.State.RUNNING) {
        out.println(changed.state());
      }
    }
  }

  private static Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Program.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  private static List<String> rest(Process process) throws Exception {
    List<String> rest = process.inputReader(UTF_8).lines().toList();
    assertThat(process.waitFor(TestBus.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return rest;
  }

  private static void terminateWhileHandling(Process process) throws IOException {
    assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("handling");
    process.toHandle().destroy();
  }

  private static void finishWhenDraining(Process process) throws IOException {
    assertThat(process.inputReader(UTF_8).readLine()).isEqualTo("DRAINING");
    try (Writer in = process.outputWriter(UTF_8)) {
      in.write("go\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"once", "twice", "closing"})
  void a_handler_finishes_and_the_group_is_left(String how) throws Exception {
    Process process = start(how);

    terminateWhileHandling(process);
    finishWhenDraining(process);

    assertThat(rest(process)).containsSubsequence("handled", "CLOSED");
  }

  @Test
  void the_end_of_a_process_keeps_the_close_timeout() throws Exception {
    Process process = start("impatient");

    terminateWhileHandling(process);

    assertThat(rest(process)).containsExactly("DRAINING", "CLOSED");
  }

  @Test
  void a_handler_may_end_the_process() throws Exception {
    Process process = start("exiting", "impatient");

    assertThat(rest(process)).containsExactly("handling", "DRAINING", "CLOSED");
    assertThat(process.exitValue()).isEqualTo(7);
  }

  @Test
  void without_the_hook_the_process_ends_as_it_is() throws Exception {
    Process process = start("without");

    terminateWhileHandling(process);

    assertThat(rest(process)).isEmpty();
  }

  @Test
  void a_bus_that_is_closed_is_forgotten() {
    WeakReference<EventBus> closed = closedBus();
    long deadline = System.nanoTime() + TestBus.PATIENCE.toNanos();
    while (closed.get() != null && System.nanoTime() < deadline) {
      System.gc();
    }

    assertThat(closed.get()).isNull();
  }

  private static WeakReference<EventBus> closedBus() {
    EventBus bus = EventBus.connect("memory:", "tests");
    bus.close();
    return new WeakReference<>(bus);
  }
}
