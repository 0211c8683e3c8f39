package io.busline.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.busline.admin.DeadLetter;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.logs.Warns;
import io.busline.spi.DeadLetterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a publish when the disk does not obey. */
class FailureTest {
  @TempDir Path folder;

  @Test
  @Warns("[SQLITE_CONSTRAINT_FOREIGNKEY]")
  void a_commit_that_is_cut_short_leaves_the_outcome_unknown() {
    try (Bus bus = new Bus(folder.resolve("bus.db"))) {
      Writer writer = ((SqliteBroker) bus.broker).writer();
      CountDownLatch queued = new CountDownLatch(1);
      var holdsUp = PublishingTest.holdUp(writer, queued);
      var failsTheCommit =
          writer.soon(
              1,
              session -> {
                session.execute("PRAGMA defer_foreign_keys = ON");
                return session.update("INSERT INTO topic_type VALUES (-1, -1)");
              });
      Outcome outcome = bus.send(Bus.event("order.created", "1", null));

      queued.countDown();

      assertThat(outcome.await()).isEqualTo("unknown");
      assertThat(holdsUp.join()).isTrue();
      assertThat(failsTheCommit).isCompletedExceptionally();
      assertThat(bus.broker.problem()).isPresent();
      assertThat(bus.publish("order.created", "1", null).await()).isEqualTo("stored");
      assertThat(bus.broker.problem()).isEmpty();
    }
  }

  @Test
  @Warns("[SQLITE_ERROR] SQL error or missing database")
  void work_that_fails_takes_its_transaction_along_and_no_other() {
    try (Bus bus = new Bus(folder.resolve("bus.db"))) {
      Writer writer = ((SqliteBroker) bus.broker).writer();

      var failed = writer.soon(1, session -> session.update("INSERT INTO nowhere VALUES (1)"));

      assertThat(failed).failsWithin(Duration.ofSeconds(10));
      assertThat(bus.publish("order.created", "1", null).await()).isEqualTo("stored");
    }
  }

  @Test
  @Warns("failed: the disk is full")
  void a_full_disk_fails_publishes_and_they_go_on_when_there_is_room() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString()), "needs root");
    try {
      fill(disk);
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private static void fill(Path disk) throws IOException {
    Path ballast = Files.write(disk.resolve("ballast"), new byte[4 << 20]);
    List<String> stored = new ArrayList<>();
    try (Bus bus = new Bus(disk.resolve("bus.db"))) {
      Outcome outcome = big(bus, "e0");
      for (int i = 1; outcome.await().equals("stored"); i++) {
        stored.add(outcome.event().id());
        outcome = big(bus, "e" + i);
      }

      assertThat(outcome.await()).isEqualTo("failed");
      assertThat(outcome.cause).hasMessageContaining("the disk is full. Free some space");
      assertThat(bus.broker.problem()).isPresent();
      DeadLetter letter = letter(outcome.event());
      DeadLetterStore letters = bus.broker.deadLetters().orElseThrow();
      assertThat(letters.store(letter))
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withMessageContaining("the disk is full. Free some space");

      Files.delete(ballast);
      while (bus.broker.problem().isPresent()) {
        Thread.onSpinWait();
      }
      assertThat(letters.store(letter)).succeedsWithin(Duration.ofSeconds(10));
      assertThat(big(bus, "last").await()).isEqualTo("stored");
      stored.add("last");
      try (Consumer consumer = bus.broadcast(StartPosition.earliest(), "order.created")) {
        assertThat(consumer.await(stored.size()).ids()).containsExactlyElementsOf(stored);
      }
    }
  }

  private static DeadLetter letter(Event<byte[]> event) {
    return new DeadLetter(
        "letter",
        "g",
        "order",
        event,
        DeadLetter.Reason.HANDLER_FAILED,
        "because",
        1,
        Instant.EPOCH,
        Instant.EPOCH);
  }

  private static Outcome big(Bus bus, String id) {
    Event<byte[]> event = Bus.event("order.created", id, null).withData(new byte[100_000]);
    Outcome outcome = bus.send(event);
    outcome.await();
    return outcome;
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
