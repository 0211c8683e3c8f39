package io.busline.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetter.Reason;
import io.busline.admin.DeadLetterQuery;
import io.busline.admin.GroupInfo;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.LetterPage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLetterTableTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  @TempDir Path folder;
  private Bus bus;
  private DeadLetterStore letters;

  @BeforeEach
  void open() {
    bus = new Bus(folder.resolve("bus.db"));
    letters = bus.broker.deadLetters().orElseThrow();
  }

  @AfterEach
  void close() {
    bus.close();
  }

  private static DeadLetter letter(int number) {
    return new DeadLetter(
        "letter" + number,
        "g",
        "order",
        Bus.event("order.created", "e" + number, null),
        Reason.HANDLER_FAILED,
        "because",
        3,
        NOON,
        NOON.plusSeconds(number));
  }

  private static List<String> ids(LetterPage page) {
    return page.letters().stream().map(DeadLetter::id).toList();
  }

  @Test
  void letters_are_listed_in_the_order_of_death_and_not_of_storing() {
    for (int number : List.of(3, 1, 2)) {
      letters.store(letter(number)).join();
    }

    assertThat(ids(letters.list(DeadLetterQuery.all(), "", 10)))
        .containsExactly("letter1", "letter2", "letter3");
  }

  @Test
  void letters_of_a_later_release_are_passed_over() throws SQLException {
    for (int number = 1; number <= 5; number++) {
      letters.store(letter(number)).join();
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bus.db"));
        Statement statement = connection.createStatement()) {
      statement.execute(
          "UPDATE dead_letter SET reason = 'TOO_OLD' WHERE letter IN ('letter1', 'letter2')");
      statement.execute("UPDATE dead_letter SET type = 'a..b' WHERE letter = 'letter4'");
    }

    LetterPage first = letters.list(DeadLetterQuery.all(), "", 2);
    assertThat(first.letters()).isEmpty();
    assertThat(ids(letters.list(DeadLetterQuery.all(), first.next(), 2)))
        .containsExactly("letter3");
    assertThat(ids(letters.list(DeadLetterQuery.all(), "", 10)))
        .containsExactly("letter3", "letter5");
  }

  @Test
  void a_group_tells_how_many_letters_it_has() {
    bus.group("g", "order.created").close();
    letters.store(letter(1)).join();
    letters.store(letter(2)).join();

    assertThat(bus.broker.groups())
        .containsExactly(
            new GroupInfo("g", List.of("order.created"), 0, java.util.OptionalLong.of(0), 2));
  }
}
