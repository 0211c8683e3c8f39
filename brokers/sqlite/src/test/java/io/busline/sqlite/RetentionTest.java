package io.busline.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  private static final Duration DAY = Duration.ofDays(1);
  private final ManualTime time = new ManualTime();
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("bus.db");
  }

  private Bus open() {
    return new Bus(file, "?retention=36500d", time);
  }

  /** Tends the file as a bus with a retention of seven days does. */
  private void tend() throws SQLException {
    try (Bus bus = new Bus(file, "?retention=36500d", time);
        Database database = new Database(file);
        Session session = database.open()) {
      // This bus tends the file as well, but only when it begins, or is told that time was moved.
      while (Math.abs(time.now().toEpochMilli() - number("SELECT tended_at FROM bus")) > 299_999) {
        Thread.onSpinWait();
      }
      // Time that was moved would wake it again, and only one of both tends then.
      session.update("UPDATE bus SET tended_at = tended_at - 600000");
      SqliteBroker broker = (SqliteBroker) bus.broker;
      Retention retention =
          new Retention(time, DAY.multipliedBy(7), broker.logs(), broker.consumers());
      while (retention.tend(session) == 0) {}
    }
  }

  /** Lets time pass while the file is in use. */
  private void pass(Duration duration) throws SQLException {
    FileAge age = new FileAge(time, DAY.multipliedBy(7));
    try (Database database = new Database(file);
        Session session = database.open()) {
      age.advance(session);
      for (Duration left = duration; left.compareTo(Duration.ZERO) > 0; left = left.minusHours(1)) {
        time.advance(Duration.ofHours(1));
        age.advance(session);
      }
    }
  }

  private long number(String query) throws SQLException {
    try (Database database = new Database(file);
        Session session = database.open()) {
      return session.number(query);
    }
  }

  private long stored() throws SQLException {
    return number("SELECT count(*) FROM event");
  }

  @Test
  void old_events_go_and_young_ones_stay() throws SQLException {
    try (Bus bus = open()) {
      bus.publishOrders(0, 1_000, 10);
      pass(DAY.multipliedBy(4));
      bus.publishOrders(1_000, 1_010, 10);
      pass(DAY.multipliedBy(4));
    }

    tend();

    assertThat(stored()).isEqualTo(10);
    try (Bus bus = open()) {
      assertThat(bus.publish("order.created", "e5", "k").duplicate)
          .as("remembered only as long as the first is kept")
          .isFalse();
      assertThat(bus.publish("order.created", "e1005", "k").duplicate).isTrue();
    }
  }

  @Test
  void what_a_live_group_has_not_handled_stays() throws SQLException {
    try (Bus bus = open();
        Consumer consumer = bus.group("g", "order.created")) {
      bus.publishOrders(0, 100, 1);
      consumer.await(100);
      pass(DAY.multipliedBy(8));
      consumer.broker.ack(consumer.held.subList(0, 30));
    }

    tend();

    assertThat(stored()).isEqualTo(70);
    try (Bus bus = open();
        Consumer consumer = bus.group("g", "order.created")) {
      assertThat(consumer.await(70).ids()).hasSize(70).startsWith("e30");
    }
  }

  @Test
  void a_group_that_is_away_for_longer_than_the_retention_protects_nothing() throws SQLException {
    try (Bus bus = open()) {
      bus.publishOrders(0, 100, 1);
      pass(DAY);
      bus.group("g", "order.created").close();
    }
    pass(DAY.multipliedBy(6).plusHours(12));
    tend();
    assertThat(stored()).isEqualTo(100);

    pass(DAY);
    tend();
    assertThat(stored()).isZero();

    try (Bus bus = open();
        Consumer back = bus.group("g", "order.created")) {
      bus.publish("order.created", "new", null);
      assertThat(back.await(1).ids()).containsExactly("new");
    }
  }

  @Test
  void a_group_protects_only_what_it_wants() throws SQLException {
    try (Bus bus = open()) {
      bus.publishOrders(0, 100, 1);
      bus.publish("payment.made", "p", null);
      pass(DAY.multipliedBy(8));
      bus.group("g", "payment.>").close();
    }

    tend();

    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void what_a_group_passes_over_in_a_topic_does_not_stay_for_ever() throws SQLException {
    try (Bus bus = open();
        Consumer consumer = bus.group("g", "order.paid")) {
      bus.publish("order.paid", "p", null);
      bus.publishOrders(0, 100, 1);
      consumer.await(1).ack();
      pass(DAY.multipliedBy(8));
      consumer.poll();
    }

    tend();

    assertThat(stored()).isZero();
  }

  @Test
  void free_pages_are_given_back() throws SQLException {
    try (Bus bus = open()) {
      bus.publishOrders(0, 20_000, 10);
    }
    long before = number("PRAGMA page_count");
    pass(DAY.multipliedBy(8));

    tend();
    tend();

    assertThat(stored()).isZero();
    assertThat(number("PRAGMA page_count")).isLessThan(before / 2);
  }

  @Test
  void a_clock_that_is_ahead_makes_nothing_old() throws SQLException {
    try (Bus bus = open()) {
      bus.publishOrders(0, 100, 1);
    }
    tend();
    time.setClock(time.now().plus(DAY.multipliedBy(30)));

    tend();
    time.setClock(time.now().minus(DAY.multipliedBy(30)));
    tend();

    assertThat(stored()).isEqualTo(100);
  }

  @Test
  void an_open_bus_tends_its_file_by_itself() {
    try (Bus bus = new Bus(file, "?retention=7d", time)) {
      bus.publishOrders(0, 1_000, 10);

      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (bus.sql("SELECT count(*) FROM event") > 0 && System.nanoTime() < end) {
        time.advance(Duration.ofHours(1));
      }
      assertThat(bus.sql("SELECT count(*) FROM event")).isZero();
    }
  }
}
