package io.busline.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.cli.CommandLineRun;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.terminal.Terminal.Stream;
import io.busline.event.Event;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchCommandTest {
  @TempDir Path folder;

  @Test
  void it_tells_how_many_events_a_second_and_how_late_they_are() {
    CommandLineRun run = bench("memory:bench");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.outLines().get(0)).matches("EVENTS OF 120 BYTES +EVENTS +TIME +A SECOND");
    assertThat(run.out())
        .containsPattern("\npublished and confirmed +[\\d,]+ +[\\d.]+ s +[\\d,]+\n")
        .containsPattern("\nread, with all of them waiting +[\\d,]+ +[\\d.]+ s +[\\d,]+\n")
        .containsPattern("\nend to end +[\\d,]+ +[\\d.]+ s +[\\d,]+\n")
        .containsPattern("P50 +P90 +P99 +P99.9 +MAX\n *[\\d,.]+ ms +[\\d,.]+ ms");
    assertThat(run.err()).contains("Measuring memory:bench", "Nothing is left on the bus.");
  }

  @Test
  void programs_get_the_same_as_json() {
    CommandLineRun run = bench("memory:bench-json", "--rate=500", "--json");

    Map<String, Object> found = object(Json.read(run.written.toByteArray()));
    assertThat(found.get("bus")).isEqualTo("memory:bench-json");
    assertThat(object(found.get("publish"))).containsKeys("events", "eventsPerSecond");
    Map<String, Object> latency = object(found.get("latency"));
    assertThat(((Number) latency.get("events")).intValue()).isEqualTo(100);
    List<Double> percentiles =
        List.of("p50Micros", "p90Micros", "p99Micros", "p999Micros", "maxMicros").stream()
            .map(name -> ((Number) latency.get(name)).doubleValue())
            .toList();
    assertThat(percentiles).isSorted().allMatch(micros -> micros > 0);
  }

  @Test
  void events_are_as_long_as_asked() throws Exception {
    AtomicInteger length = new AtomicInteger();
    CountDownLatch came = new CountDownLatch(1);
    try (EventBus bus = EventBus.connect("memory:bench-size")) {
      bus.broadcast()
          .on(
              Probe.TYPE,
              byte[].class,
              event -> {
                length.set(event.data().length);
                came.countDown();
              })
          .subscribe();

      bench("memory:bench-size", "--size=1024");

      assertThat(came.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(length.get()).isBetween(1_014, 1_034);
    }
  }

  @Test
  void a_bus_that_cannot_keep_up_is_not_made_to_look_quick() {
    CommandLineRun run = bench("sqlite:" + folder.resolve("slow.db"), "--rate=1000000");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("The bus did not keep up: of 200,000 events due");
  }

  @Test
  void what_an_earlier_bench_left_behind_does_not_count() {
    String url = "sqlite:" + folder.resolve("again.db");
    assertThat(bench(url).err()).contains("Left on the bus: the topic busline-bench");
    try (EventBus bus = EventBus.connect(url, "test")) {
      bus.publish(Event.builder(Probe.TYPE, Probe.number(1, "another", 0, "")));
    }

    CommandLineRun run = bench(url, "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    Map<String, Object> found = object(Json.read(run.written.toByteArray()));
    assertThat(((Number) found.get("lost")).intValue()).isZero();
  }

  @Test
  void a_terminal_sees_what_it_is_doing() {
    CommandLineRun run = new CommandLineRun().atTerminals(Stream.ERR);

    run.run("bench", "--seconds=0.3", "--bus=memory:bench-terminal");

    assertThat(run.err()).contains("Warming up · ", "Latency · ", " handled");
  }

  @Test
  void an_interruption_ends_it_and_says_what_waits() throws Exception {
    CommandLineRun run = new CommandLineRun();
    CountDownLatch begun = new CountDownLatch(1);
    try (EventBus bus = EventBus.connect("memory:bench-interrupted")) {
      bus.broadcast().on(Probe.TYPE, byte[].class, event -> begun.countDown()).subscribe();
      CompletableFuture<CommandLineRun> ended =
          run.start("bench", "--bus=memory:bench-interrupted", "--seconds=600");
      assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();

      assertThat(run.interruption.interrupt()).hasValue(Exit.FAILED);

      ended.get(60, TimeUnit.SECONDS);
    }
    assertThat(run.err()).contains("waits for the next bench: ./busline bench");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--seconds=0    | --seconds is 0.0 and must be from 0.1 to 3600",
        "--seconds=NaN  | --seconds is NaN",
        "--size=99      | --size is 99 and must be from 100 to 1048576",
        "--rate=0       | --rate is 0 and must be from 1 to 1000000",
        "--rate=many    | Invalid value for option '--rate'",
      })
  void what_makes_no_sense_is_refused(String option, String message) {
    CommandLineRun run = new CommandLineRun().run("bench", "--bus=memory:", option);

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains(message).hasLineCount(1);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object json) {
    return (Map<String, Object>) json;
  }

  private static CommandLineRun bench(String url, String... options) {
    String[] arguments = new String[options.length + 4];
    System.arraycopy(options, 0, arguments, 4, options.length);
    System.arraycopy(new String[] {"bench", "--bus", url, "--seconds=0.2"}, 0, arguments, 0, 4);
    return new CommandLineRun().run(arguments);
  }
}
