package io.busline.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pauses of groups as instances in other processes notice them. */
class GroupPauseTest {
  private final ManualTime time = new ManualTime();
  @TempDir private Path folder;

  private Bus bus() {
    return new Bus(folder.resolve("bus.db"), time);
  }

  /** Writes as if nobody could be told. */
  private void write(String statement) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bus.db"));
        var update = connection.createStatement()) {
      update.executeUpdate(statement);
    }
  }

  @Test
  void an_instance_that_was_not_told_rests_within_half_a_lease() throws SQLException {
    try (Bus bus = bus();
        Consumer consumer = bus.group("g", "order.created").poll()) {
      write(
          "UPDATE registry SET value = CAST(CAST(value AS TEXT) || 'paused 2026-11-23T12:00:00Z'"
              + " || char(10) AS BLOB) WHERE key = 'group.g'");

      time.advance(Duration.ofSeconds(5));
      consumer.poll();

      assertThat(consumer.broker.isPaused()).isTrue();
      bus.publish("order.created", "1", "k");
      assertThat(consumer.poll().arrived).isEmpty();
      bus.broker.resumeGroup("g");
      assertThat(consumer.await(1).ids()).containsExactly("1");
    }
  }

  @Test
  void a_pause_is_kept_by_the_file_and_written_again_with_the_group() throws SQLException {
    try (Bus bus = bus()) {
      bus.group("g", "order.created").close();
      bus.broker.pauseGroup("g");
    }
    try (Bus bus = bus();
        Consumer consumer = bus.group("g", "order.created")) {
      assertThat(consumer.broker.isPaused()).isTrue();
      bus.publish("order.created", "1", "k");
      assertThat(consumer.poll().arrived).isEmpty();

      // Somebody has removed what is kept of the group.
      write("DELETE FROM registry WHERE key = 'group.g'");
      time.advance(Duration.ofSeconds(5));
      consumer.poll();

      assertThat(bus.broker.groups().get(0).paused())
          .contains(Instant.parse("2026-11-23T12:00:00Z"));
    }
  }
}
