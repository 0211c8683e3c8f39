package io.busline.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.admin.TopicInfo;
import io.busline.cli.CommandLineRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoKillTest {
  @TempDir Path folder;

  @Test
  void orders_of_a_killed_run_are_accounted_for_by_the_next() throws Exception {
    String url = "sqlite:" + folder.resolve("shop.db");
    Process killed = demo(url);
    try (EventBus bus = EventBus.connect(url)) {
      while (killed.isAlive() && events(bus) < 500) {
        LockSupport.parkNanos(20_000_000);
      }
      killed.destroyForcibly();
      assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(bus.groups()).anyMatch(group -> group.lag().orElse(0) > 0);
    }

    CommandLineRun next = new CommandLineRun().run("demo", "--bus", url, "--orders=20");

    assertThat(next.exitCode()).isZero();
    assertThat(next.out()).contains("of earlier runs)", "Every order is accounted for.");
  }

  @Test
  void the_table_and_the_events_agree_after_a_kill() throws Exception {
    String url = "sqlite:" + folder.resolve("shop.db");
    String database = "--database=jdbc:sqlite:" + folder.resolve("orders.db");
    Process killed = demo(url, "--outbox", database);
    try (EventBus bus = EventBus.connect(url)) {
      while (killed.isAlive() && events(bus) < 500) {
        LockSupport.parkNanos(20_000_000);
      }
      killed.destroyForcibly();
      assertThat(killed.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    CommandLineRun next =
        new CommandLineRun().run("demo", "--bus", url, "--orders=20", "--outbox", database);

    assertThat(next.exitCode()).as(next.out() + next.err()).isZero();
    assertThat(next.out())
        .contains("of earlier runs)", "each as its events say", "Every order is accounted for.");
  }

  private Process demo(String url, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.busline.cli.Main",
                "demo",
                "--orders=20000",
                "--bus=" + url));
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static long events(EventBus bus) {
    return bus.topics().stream().map(TopicInfo::events).mapToLong(events -> events.orElse(0)).sum();
  }
}
