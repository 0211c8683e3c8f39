package io.busline.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.admin.Finding;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.Await;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a bus when somebody takes its files away, or a part of them. */
@MayWarn
class InPlaceTest {
  @TempDir private Path root;
  private Path folder;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    folder = Files.createDirectory(root.resolve("data"));
    file = folder.resolve("bus.db");
  }

  private Path beside(String suffix) {
    return folder.resolve("bus.db" + suffix);
  }

  private static void assertRefuses(Bus bus, String told) {
    Outcome outcome = bus.publish("order.created", "2", null);
    assertThat(outcome.await()).isEqualTo("failed");
    assertThat(outcome.cause).hasMessageContaining(told);
    assertThat(bus.broker.problem()).hasValueSatisfying(p -> assertThat(p).contains(told));
    assertThat(bus.broker.diagnose())
        .anyMatch(finding -> finding.severity() == Finding.Severity.FAILURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-wal", "-shm"})
  @Warns("was removed or replaced while it was open")
  void a_file_that_is_removed_is_noticed_before_anything_else_is_confirmed(String suffix)
      throws IOException {
    try (Bus bus = new Bus(file)) {
      assertThat(bus.publish("order.created", "1", null).await()).isEqualTo("stored");

      Files.delete(beside(suffix));

      assertRefuses(bus, beside(suffix) + " was removed or replaced");
      assertThat(beside(suffix)).as("made anew, beside those that have the old one").doesNotExist();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-wal", "-shm"})
  @Warns("was removed or replaced while it was open")
  void a_file_that_is_replaced_is_noticed_before_anything_else_is_confirmed(String suffix)
      throws IOException {
    try (Bus bus = new Bus(file)) {
      assertThat(bus.publish("order.created", "1", null).await()).isEqualTo("stored");

      Path copy = Files.copy(beside(suffix), folder.resolve("copy"));
      Files.move(copy, beside(suffix), StandardCopyOption.REPLACE_EXISTING);

      assertRefuses(bus, beside(suffix) + " was removed or replaced");
    }
  }

  @Test
  @Warns("was removed or replaced while it was open")
  void a_folder_that_is_removed_is_noticed_before_anything_else_is_confirmed() throws IOException {
    try (Bus bus = new Bus(file)) {
      assertThat(bus.publish("order.created", "1", null).await()).isEqualTo("stored");

      for (String suffix : new String[] {"", "-wal", "-shm"}) {
        Files.delete(beside(suffix));
      }
      Files.delete(folder);

      assertRefuses(bus, file + " was removed or replaced");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100, 5_000})
  @Warns("was cut short while it was open")
  void a_log_that_is_cut_short_is_noticed_before_anything_else_is_confirmed(long bytes)
      throws IOException {
    try (Bus bus = new Bus(file)) {
      bus.publishOrders(0, 100, 1);

      try (FileChannel wal = FileChannel.open(beside("-wal"), StandardOpenOption.WRITE)) {
        wal.truncate(bytes);
      }

      assertRefuses(bus, beside("-wal") + " was cut short");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-wal", "-shm"})
  @Warns("was removed or replaced while it was open")
  void what_was_confirmed_before_a_companion_was_removed_is_there_after_a_crash(String suffix)
      throws IOException {
    try (Bus bus = new Bus(file)) {
      bus.publishOrders(0, 100, 1);

      Files.delete(beside(suffix));
      Await.until("it is noticed", () -> bus.broker.problem().isPresent(), bus.broker::problem);

      // What a process leaves behind that is killed now.
      Path left = Files.createDirectory(root.resolve("left"));
      for (String each : List.of("", "-wal")) {
        if (Files.exists(beside(each))) {
          Files.copy(beside(each), left.resolve("bus.db" + each));
        }
      }
      try (Bus next = new Bus(left.resolve("bus.db"))) {
        assertThat(next.sql("SELECT count(*) FROM event")).isEqualTo(100);
      }
    }
  }

  @Test
  @Warns("was removed or replaced while it was open")
  void a_log_that_was_moved_away_may_come_back() throws IOException {
    try (Bus bus = new Bus(file);
        Consumer consumer = bus.group("g", "order.created")) {
      assertThat(bus.publish("order.created", "1", null).await()).isEqualTo("stored");
      Files.move(beside("-wal"), folder.resolve("away"));
      assertRefuses(bus, "-wal was removed or replaced");

      Files.move(folder.resolve("away"), beside("-wal"));

      assertThat(bus.publish("order.created", "3", null).await()).isEqualTo("stored");
      assertThat(bus.broker.problem()).isEmpty();
      assertThat(consumer.await(2).ids()).containsExactly("1", "3");
    }
  }

  @Test
  void a_log_that_another_program_empties_in_good_order_is_no_reason_to_stop() {
    try (Bus bus = new Bus(file)) {
      bus.publishOrders(0, 100, 1);

      bus.sql("PRAGMA wal_checkpoint(TRUNCATE)");

      assertThat(bus.publish("order.created", "1", null).await()).isEqualTo("stored");
      bus.publishOrders(100, 2_000, 3);
      assertThat(bus.broker.problem()).isEmpty();
    }
  }

  @Test
  void a_bus_that_another_process_closes_keeps_its_companions() {
    try (Bus bus = new Bus(file)) {
      new Bus(file).close();

      assertThat(bus.publish("order.created", "1", null).await()).isEqualTo("stored");
      assertThat(beside("-wal")).exists();
    }
  }
}
