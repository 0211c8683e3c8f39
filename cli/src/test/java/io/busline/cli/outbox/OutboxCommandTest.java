package io.busline.cli.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.cli.CommandLineRun;
import io.busline.cli.command.Exit;
import io.busline.outbox.Outbox;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class OutboxCommandTest {
  @TempDir private Path folder;

  private String url = "";

  @BeforeEach
  void anOutboxWithOneEventAndOneLetter() throws Exception {
    url = "jdbc:sqlite:" + folder.resolve("shop.db");
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl(url);
    try (EventBus bus = EventBus.connect("memory:", "shop");
        Outbox outbox = Outbox.builder(database, bus).withoutRelay().open()) {
      outbox.inTransaction(tx -> tx.publish("order.created", new byte[] {1}));
      outbox.inTransaction(tx -> tx.publish("order.created", new byte[] {1, 2}));
    }
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO busline_outbox_letter SELECT slot, seq, topic, type, event_id, source, event_key, attributes, data, created_at, 10, 'too \u001b[31mred', created_at FROM busline_outbox WHERE length(data) = 2");
      statement.execute("DELETE FROM busline_outbox WHERE length(data) = 2");
    }
  }

  @Test
  void lag_says_what_waits_and_that_nobody_publishes_it() {
    CommandLineRun lag = run("lag");

    assertThat(lag.out())
        .contains("1 event to be published", "1 dead letter", "64 slots of no relay");
    assertThat(lag.err()).contains("No relay is known");
    assertThat(run("lag", "--json").out()).contains("\"waiting\":1", "\"deadLetters\":1");
  }

  @Test
  void list_shows_letters_and_escapes_what_they_say() {
    assertThat(run("list").out()).contains("order.created", "10").doesNotContain("\u001b");
    assertThat(run("list", "--json").out()).contains("\"attempts\":10");
  }

  @Test
  void a_letter_is_redriven_by_its_id() {
    String id = run("list").outLines().get(1).split(" ", -1)[0];

    assertThat(run("redrive", id).out()).contains("1 redriven");

    assertThat(run("list").err()).contains("No dead letters in the outbox.");
    assertThat(run("lag").out()).contains("2 events to be published");
    assertThat(run("redrive", id).exitCode()).isEqualTo(Exit.FAILED);
  }

  @Test
  void all_letters_are_discarded_only_when_that_is_confirmed() {
    assertThat(run("discard").exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run("discard", "--dry-run").err()).contains("nothing was done");

    assertThat(run("discard", "--yes").out()).contains("1 discarded for good");

    assertThat(run("list").err()).contains("No dead letters in the outbox.");
  }

  @Test
  void the_beginning_of_an_id_is_enough_unless_it_may_mean_several() throws Exception {
    again("second");
    List<String> ids = ids();

    CommandLineRun both = run("redrive", "e-", "--json");
    CommandLineRun one = run("discard", "e-sec", "--json");

    assertThat(both.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(both.err())
        .contains("\"e-\" may mean " + ids.get(0), ids.get(1), "Write more of the id")
        .hasLineCount(1);
    assertThat(one.out()).isEqualTo("{\"discarded\":1}\n");
    assertThat(ids()).containsExactly(ids.get(0));
  }

  @Test
  void what_was_done_to_letters_and_would_be_comes_as_json() {
    assertThat(run("redrive", "--dry-run", "--json").out()).startsWith("[{\"id\":\"");
    assertThat(run("redrive", "nothing", "--json").out()).isEqualTo("{\"redriven\":0}\n");
    assertThat(run("redrive", "nothing", "--json").exitCode()).isEqualTo(Exit.FAILED);
    assertThat(run("redrive", "--yes", "--json").out()).isEqualTo("{\"redriven\":1}\n");
    assertThat(run("discard", "--yes", "--json").out()).isEqualTo("{\"discarded\":0}\n");
    assertThat(run("prune", "--json").out()).isEqualTo("{\"forgotten\":0}\n");
  }

  private List<String> ids() {
    return run("list").outLines().stream().skip(1).map(line -> line.split(" ", -1)[0]).toList();
  }

  /** One more letter; both have events whose ids begin alike. */
  private void again(String name) throws Exception {
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl(url);
    try (var connection = database.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("UPDATE busline_outbox_letter SET event_id = 'e-first'");
      statement.execute(
          "INSERT INTO busline_outbox_letter SELECT slot, seq + 1000, topic, type, 'e-%s', source, event_key, attributes, data, created_at, 10, 'x', created_at FROM busline_outbox_letter"
              .formatted(name));
    }
  }

  @Test
  void prune_forgets_what_is_old_enough() {
    assertThat(run("prune", "--older-than", "1d").out()).contains("0 forgotten");
  }

  @Test
  void schema_needs_no_database() {
    CommandLineRun schema =
        new CommandLineRun().run("outbox", "schema", "--for", "mariadb", "--table-prefix", "shop_");

    assertThat(schema.out()).contains("CREATE TABLE shop_outbox (", "utf8mb4_bin");
    assertThat(run("schema").out()).contains("CREATE TABLE busline_outbox (", "SQLite");
  }

  @Test
  void doctor_looks_at_the_outbox_too() {
    CommandLineRun doctor =
        new CommandLineRun().on("memory:doctor").run("doctor", "--database", url);

    assertThat(doctor.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(doctor.out()).contains("outbox relays", "none is alive", "1 events were given up");
  }

  @Test
  void what_is_wrong_is_said_in_a_sentence() {
    assertThat(new CommandLineRun().run("outbox", "lag").err())
        .contains("no database is named. Use --database or BUSLINE_DATABASE");
    assertThat(new CommandLineRun().run("outbox", "lag", "--database", "jdbc:oracle:x").err())
        .contains("no driver here knows the database URL jdbc:oracle:…");
    assertThat(
            new CommandLineRun()
                .run("outbox", "lag", "--database", "jdbc:sqlite:" + folder.resolve("none.db"))
                .err())
        .contains("the tables are not there");
    assertThat(
            new CommandLineRun()
                .run(
                    "outbox",
                    "lag",
                    "--database",
                    "jdbc:postgresql://127.0.0.1:1/x?password=secret")
                .err())
        .contains("the database cannot be reached")
        .doesNotContain("secret");
    assertThat(run("redrive", "x", "--yes").exitCode()).isEqualTo(Exit.FAILED);
  }

  private CommandLineRun run(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "outbox";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[arguments.length + 1] = "--database";
    all[arguments.length + 2] = url;
    return new CommandLineRun().run(all);
  }
}
