package io.busline.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.ConfigurationException;
import io.busline.logs.MayWarn;
import io.busline.servers.Await;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tables that are not there, are another's, or hold what another program wrote. */
class TablesTest {
  private final Place place = new Place(SharedServer.postgres(Release.CURRENT));

  @Test
  void tables_of_a_later_version_are_left_alone() {
    Place.open(place.url());
    place.execute("UPDATE bus SET version = 2");

    assertThatThrownBy(() -> Place.open(place.url()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "the tables in schema %s are of version 2, and this Busline knows 1. Upgrade busline-postgres, or name another schema"
                .formatted(place.schema()));
  }

  @Test
  void tables_of_another_program_are_left_alone() {
    place.execute(
        "CREATE SCHEMA " + place.schema(), "CREATE TABLE bus (line text)", "CREATE TABLE event ()");

    assertThatThrownBy(() -> Place.open(place.url()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the tables are not ours, or of another version. Name another schema")
        .hasMessageContaining("column \"version\" does not exist");
  }

  @Test
  void a_table_of_the_same_name_is_left_alone_and_nothing_is_made_beside_it() {
    place.execute("CREATE SCHEMA " + place.schema(), "CREATE TABLE event (name text)");

    assertThatThrownBy(() -> Place.open(place.url()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "the schema has tables of these names that are not ours. Name another schema")
        .hasMessageContaining("relation \"event\" already exists");
    assertThat(place.number("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()"))
        .isEqualTo(1);
  }

  @Test
  void tables_are_made_beside_those_of_others() {
    place.execute("CREATE SCHEMA " + place.schema(), "CREATE TABLE invoice (id bigint)");

    try (EventBus bus = EventBus.connect(place.url())) {
      bus.publish(Orders.order(1));
    }
    assertThat(place.number("SELECT count(*) FROM event")).isEqualTo(1);
  }

  @Test
  void verify_refuses_a_schema_without_tables_and_makes_none() {
    assertThatThrownBy(() -> Place.open(place.url("topology=verify")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "schema %s of database postgres on %s has no tables of a bus. Leave out topology=verify, so that they are made"
                .formatted(place.schema(), place.server().address()));

    Place.open(place.url());
    Place.open(place.url("topology=verify"));
  }

  @Test
  void none_looks_at_nothing_and_the_first_use_says_what_is_missing() {
    try (EventBus bus = EventBus.connect(place.url("topology=none"))) {
      assertThatThrownBy(bus::topics)
          .hasMessageContaining(
              "the tables are not there. Leave out the option topology, so that they are made, or name another schema");
    }
  }

  @Test
  void instances_that_start_at_once_make_the_tables_once() {
    List<CompletableFuture<Void>> starts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      starts.add(CompletableFuture.runAsync(() -> Place.open(place.url())));
    }

    starts.forEach(CompletableFuture::join);
    assertThat(place.number("SELECT count(*) FROM bus")).isEqualTo(1);
  }

  @Test
  void a_database_that_cannot_hold_every_text_is_refused() {
    String database = "d" + place.schema();
    place.execute(
        "CREATE DATABASE %s ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
            .formatted(database));
    try {
      assertThatThrownBy(
              () ->
                  Place.open(
                      "postgres://postgres@%s/%s".formatted(place.server().address(), database)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage(
              "database %s on %s has the encoding LATIN1, which not every event fits into. Name a database of encoding UTF8"
                  .formatted(database, place.server().address()));
    } finally {
      place.execute("DROP DATABASE " + database);
    }
  }

  @Test
  @MayWarn
  void an_event_that_another_program_wrote_and_nobody_can_read_becomes_a_dead_letter() {
    try (EventBus bus = EventBus.connect(place.url())) {
      Orders orders = new Orders().handledBy(bus, "billing");
      bus.publish(Orders.order(1));
      place.execute(
          "WITH grown AS (UPDATE topic SET last_seq = last_seq + 1 WHERE name = 'order' RETURNING id, last_seq)"
              + " INSERT INTO event (topic, seq, slot, type, identity, id, source, time, data)"
              + " SELECT id, last_seq, 3, 'order.created', '\\x01', 'x', 's', 'yesterday', '' FROM grown");
      bus.publish(Orders.order(2));

      orders.await(2);
      Await.until("it is a dead letter", () -> letters(bus).size() == 1, () -> letters(bus));
      assertThat(letters(bus).get(0).cause()).contains("time is stored as \"yesterday\"");
    }
  }

  private static List<DeadLetter> letters(EventBus bus) {
    return bus.deadLetters().list(DeadLetterQuery.all(), 10);
  }

  @Test
  void buses_in_two_schemas_know_nothing_of_each_other() {
    Place other = new Place(place.server());
    try (EventBus bus = EventBus.connect(place.url());
        EventBus stranger = EventBus.connect(other.url())) {
      Orders ours = new Orders().handledBy(bus, "billing");
      Orders theirs = new Orders().handledBy(stranger, "billing");

      bus.publish(Orders.order(1));
      stranger.publish(Orders.order(2));

      ours.await(1);
      theirs.await(1);
      assertThat(ours.handled).containsExactly(1);
      assertThat(theirs.handled).containsExactly(2);
    }
  }
}
