package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.Receipt;
import io.busline.Subscription;
import io.busline.error.BusClosedException;
import io.busline.error.PublishFailedException;
import io.busline.error.PublishUnknownException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.spi.Capability;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is published arrives; what does not is told to the publisher. */
abstract class PublishingContract extends Contract {

  PublishingContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"W01", "D04", "D05", "G01", "G02"})
  void every_event_published_arrives_once_with_its_id_and_data() {
    Journal journal = scene().journal("subscriber");
    Subscription subscription = subscribe("a", "order.created", journal);

    List<PublishOutcome> outcomes = bus().publishAll(Scene.events(type("order.created"), 100));

    journal.awaitHandled(100);
    subscription.close();
    assertThat(journal.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(100));
    assertThat(journal.ids()).containsExactlyInAnyOrderElementsOf(ids(outcomes));
    assertThat(journal.ids()).doesNotHaveDuplicates().noneMatch(String::isEmpty);
  }

  @Test
  @Behaviour({"W03", "W13", "C05"})
  void events_of_many_publishers_all_arrive_at_every_subscriber() {
    Journal first = scene().journal("first group");
    Journal second = scene().journal("second group");
    subscribe("first", "order.created", first);
    subscribe("second", "order.created", second);
    List<String> published = new ArrayList<>();
    List<Runnable> publishers = new ArrayList<>();
    for (int p = 0; p < 10; p++) {
      EventBus bus = p < 2 ? scene().newBus() : bus();
      List<EventBuilder<byte[]>> events = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String text = p + "/" + i;
        published.add(text);
        events.add(Scene.event(type("order.created"), text));
      }
      publishers.add(() -> assertThat(bus.publishAll(events)).allMatch(PublishOutcome::isStored));
    }

    Together.run(publishers);

    first.awaitHandled(1_000);
    second.awaitHandled(1_000);
    assertThat(first.texts()).containsExactlyInAnyOrderElementsOf(published);
    assertThat(second.texts()).containsExactlyInAnyOrderElementsOf(published);
  }

  @Test
  @Behaviour({"W04", "D03", "D11"})
  void each_of_many_topics_yields_exactly_its_own_events() {
    List<Journal> journals = new ArrayList<>();
    List<Runnable> publishers = new ArrayList<>();
    for (int t = 0; t < 20; t++) {
      String name = "topic" + t + ".happened";
      journals.add(scene().journal(name));
      subscribe("group" + t, name, journals.get(t));
      publishers.add(() -> bus().publishAll(Scene.events(type(name), 25)));
    }

    Together.run(publishers);

    for (int t = 0; t < 20; t++) {
      journals.get(t).awaitHandled(25);
      String own = type("topic" + t + ".happened");
      assertThat(journals.get(t).handled()).hasSize(25).allMatch(e -> e.type().equals(own));
    }
  }

  @Test
  @Behaviour({"W14", "C02", "D03"})
  void nothing_arrives_of_a_type_that_was_not_asked_for() {
    Journal journal = scene().journal("subscriber");
    subscribe("a", "order.created", journal);

    bus().publish(Scene.event(type("order.cancelled"), "same topic"));
    bus().publish(Scene.event(type("billing.created"), "same last segment"));
    bus().publish(Scene.event(type("order.created.late"), "longer"));
    bus().publish(Scene.event(type("order"), "shorter"));
    bus().publish(Scene.event(type("order.created"), "wanted"));

    journal.awaitHandled(1);
    assertThat(journal.texts()).containsExactly("wanted");
  }

  @Test
  @Behaviour({"D09", "X08"})
  void one_bad_event_of_many_fails_alone() {
    Journal journal = scene().journal("subscriber");
    subscribe("a", "order.created", journal);
    List<Object> events = new ArrayList<>(Scene.events(type("order.created"), 9));
    int tooLarge = scene().connect().description().maxDataBytes() + 1;
    events.add(4, Event.builder(type("order.created"), new byte[tooLarge]));

    List<PublishOutcome> outcomes = bus().publishAll(events);

    journal.awaitHandled(9);
    assertThat(outcomes).hasSize(10);
    assertThat(outcomes.get(4)).isInstanceOf(PublishOutcome.Failed.class);
    assertThat(outcomes.stream().filter(PublishOutcome::isStored)).hasSize(9);
  }

  @Test
  @Behaviour({"X08", "D04"})
  void a_receipt_tells_what_was_stored_where() {
    Receipt receipt = bus().publish(Scene.event(type("order.created"), "1").id("e-1"));

    assertThat(receipt.id()).isEqualTo("e-1");
    assertThat(receipt.type()).isEqualTo(type("order.created"));
    assertThat(receipt.topic()).isEqualTo(type("order"));
    assertThat(receipt.isDuplicate()).isFalse();
  }

  @Test
  @Behaviour({"X08", "G33"})
  void closing_the_bus_waits_for_what_was_published_without_waiting() {
    Journal journal = scene().journal("subscriber");
    subscribe("a", "order.created", journal);
    EventBus publisher = scene().newBus();
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();

    for (EventBuilder<byte[]> event : Scene.events(type("order.created"), 200)) {
      receipts.add(publisher.publishAsync(event));
    }
    publisher.close();

    assertThat(receipts).allMatch(CompletableFuture::isDone);
    assertThat(receipts).noneMatch(CompletableFuture::isCompletedExceptionally);
    journal.awaitHandled(200);
    assertThat(journal.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(200));
  }

  @Test
  @Behaviour({"X10", "G06"})
  void a_publisher_with_little_room_in_flight_waits_rather_than_loses() {
    Journal journal = scene().journal("subscriber");
    subscribe("a", "order.created", journal);
    EventBus narrow = scene().newBus(builder -> builder.maxInFlight(2, 10));

    List<PublishOutcome> outcomes = narrow.publishAll(Scene.events(type("order.created"), 100));

    journal.awaitHandled(100);
    assertThat(outcomes).allMatch(PublishOutcome::isStored);
  }

  @Test
  @Behaviour("G09")
  void publishing_on_a_closed_bus_is_refused() {
    EventBus closed = scene().newBus();
    closed.close();

    assertThatThrownBy(() -> closed.publish(Scene.event(type("order.created"), "late")))
        .isInstanceOf(BusClosedException.class);
    assertThatThrownBy(() -> closed.publishAsync(Scene.event(type("order.created"), "late")).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(BusClosedException.class);
    assertThat(closed.publishAll(Scene.events(type("order.created"), 1)))
        .allMatch(PublishOutcome.Failed.class::isInstance);
  }

  @Test
  @Behaviour("G12")
  void an_interrupted_publisher_learns_the_outcome_or_that_nobody_knows_it() {
    Thread.currentThread().interrupt();
    try {
      assertThat(bus().publish(Scene.event(type("order.created"), "1"))).isNotNull();
    } catch (PublishFailedException | PublishUnknownException told) {
      assertThat(told).hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).as("the thread is still interrupted").isTrue();
    }
  }

  @Test
  @Needs(Capability.DEDUPLICATION)
  @Behaviour({"W07", "D08", "X08"})
  void an_event_published_again_with_its_id_is_stored_once() {
    Journal journal = scene().journal("subscriber");
    subscribe("a", "order.created", journal);
    EventBuilder<byte[]> event = Scene.event(type("order.created"), "1").id("e-1");
    bus().publish(event);

    Receipt again = bus().publish(event);
    Receipt fromElsewhere = scene().newBus().publish(event);
    Receipt otherSource = bus().publish(event.source("another"));

    bus().publish(Scene.event(type("order.created"), "last"));
    journal.awaitHandled(3);
    scene().bus().drain(Duration.ofSeconds(5));
    assertThat(again.isDuplicate()).isTrue();
    assertThat(fromElsewhere.isDuplicate()).isTrue();
    assertThat(otherSource.isDuplicate()).isFalse();
    assertThat(journal.texts()).containsExactlyInAnyOrder("1", "1", "last");
  }

  private Subscription subscribe(String group, String type, Journal journal) {
    return scene().group(bus(), group).on(type(type), byte[].class, journal).subscribe();
  }

  private static List<String> ids(List<PublishOutcome> outcomes) {
    return outcomes.stream().map(o -> ((PublishOutcome.Stored) o).receipt().id()).toList();
  }
}
