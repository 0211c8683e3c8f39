package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.error.BrokerException;
import io.busline.error.ConfigurationException;
import io.busline.error.InvalidEventException;
import io.busline.error.PublishFailedException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.event.EventDefinition;
import io.busline.spi.BrokerDescription;
import io.busline.spi.Capability;
import io.busline.spi.Redrive;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Names mean the same on every broker; what a broker would choke on never reaches it. */
abstract class NameContract extends Contract {

  /** What some broker takes for a wildcard, a path, an administrative address, or chokes on. */
  private static final List<String> BAD_NAMES =
      List.of(
          "",
          ".",
          "a.",
          ".a",
          "a..b",
          "..",
          "*",
          "a.*",
          ">",
          "a.>",
          "#",
          "a b",
          "a\tb",
          "a\r\nb",
          "a\u0000",
          "a/b",
          "a\\b",
          "a'b",
          "a\"b",
          "a%b",
          "a:b",
          "a$b",
          "$JS.API.STREAM.DELETE.x",
          "$SYS.a",
          "_INBOX.x",
          "amq.topic",
          "__consumer_offsets",
          "ä",
          "ο",
          "\u202ea",
          "x".repeat(201));

  NameContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"X13", "G16"})
  void a_bad_event_type_is_refused_by_publisher_and_subscriber() {
    for (String bad : BAD_NAMES) {
      assertRefused(() -> bus().publish(bad, new byte[0]));
      assertRefused(() -> bus().broadcast().on(bad, byte[].class, event -> {}));
    }
    assertStillWorks();
  }

  @Test
  @Behaviour({"X13", "G16"})
  void a_bad_name_of_a_group_a_service_or_a_topic_is_refused() {
    EventDefinition<byte[]> type = EventDefinition.of(type("order.created"), byte[].class);
    for (String bad : BAD_NAMES) {
      assertRefused(() -> bus().subscription(bad));
      assertRefused(() -> EventBus.builder(scene().harness.url()).service(bad));
      assertRefused(() -> type.inTopic(bad));
    }
    assertStillWorks();
  }

  @Test
  @Behaviour("X13")
  void a_bad_pattern_is_refused() {
    for (String bad : List.of("", ".>", ">.a", "a.>.b", "a*", "a.b*", "**", "a..*", "#", "a. *")) {
      assertRefused(() -> bus().broadcast().onPattern(bad, byte[].class, event -> {}));
    }
    assertStillWorks();
  }

  @Test
  @Behaviour({"X13", "G32"})
  void data_beyond_the_limit_is_refused_before_it_is_sent() {
    BrokerDescription broker = scene().connect().description();
    byte[] tooLarge = new byte[broker.maxDataBytes() + 1];

    assertThatThrownBy(() -> bus().publish(type("order.created"), tooLarge))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining(Integer.toString(tooLarge.length))
        .hasMessageContaining(Integer.toString(broker.maxDataBytes()));
    assertStillWorks();
  }

  @Test
  @Behaviour("X13")
  void attributes_beyond_the_limit_are_refused_before_they_are_sent() {
    int limit = scene().connect().description().maxEnvelopeBytes();
    EventBuilder<byte[]> event = Scene.event(type("order.created"), "1");
    for (int i = 0; i * 16_000 <= limit; i++) {
      event.extension("x" + i, "v".repeat(16_000));
    }

    assertThatThrownBy(() -> bus().publish(event))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining(Integer.toString(limit));
    assertStillWorks();
  }

  @Test
  @Behaviour("X13")
  void attributes_within_the_limit_arrive() {
    int limit = scene().connect().description().maxEnvelopeBytes();
    EventBuilder<byte[]> event = Scene.event(type("order.created"), "1").id("e-1").source("s");
    for (int left = limit / 3 - 500, i = 0; left > 0; left -= 16_000, i++) {
      event.extension("x" + i, "€".repeat(Math.min(left, 16_000)));
    }
    Journal journal = subscribe("order.created");

    bus().publish(event);

    journal.awaitHandled(1);
    assertThat(journal.onlyHandled().extensions()).isEqualTo(event.build().extensions());
  }

  @Test
  @Behaviour("X13")
  void the_longest_names_are_taken() {
    String longest = type("") + "x".repeat(200 - type("").length());
    String group = scene().name("") + "g".repeat(200 - scene().name("").length());
    Journal journal = scene().journal("subscriber");
    var unnamed = bus().broadcast();
    var subscription = scene().can(Capability.GROUPS) ? bus().subscription(group) : unnamed;
    subscription.discardFailed().on(longest, byte[].class, journal).subscribe();

    bus().publish(Scene.event(longest, "1"));

    journal.awaitHandled(1);
  }

  @Test
  @Behaviour("X13")
  void names_that_are_nearly_equal_are_different() {
    List<String> names =
        new ArrayList<>(
            List.of("a_b.x", "a-b.x", "aXb.x", "A_b.x", "a_B.x", "a_b.X", "a_b_x", "ab.x"));
    if (scene().harness.keepsNearNamesApart()) {
      names.add("a.b.x");
    }
    List<Journal> journals = new ArrayList<>();
    for (String name : names) {
      Journal journal = scene().journal(name);
      journals.add(journal);
      scene().group(bus(), "of-" + name).on(type(name), byte[].class, journal).subscribe();
    }

    for (String name : names) {
      bus().publish(Scene.event(type(name), name));
    }

    journals.forEach(journal -> journal.awaitHandled(1));
    for (int i = 0; i < names.size(); i++) {
      assertThat(journals.get(i).triedTexts()).containsExactly(names.get(i));
    }
    if (!scene().harness.keepsNearNamesApart()) {
      assertRefusedBesideItsNeighbour("a.b.x", "a_b");
    }
  }

  /** What a broker would fold together, it may refuse, but not mix. */
  private void assertRefusedBesideItsNeighbour(String name, String neighbour) {
    assertThatThrownBy(() -> bus().publish(Scene.event(type(name), name)))
        .isInstanceOf(PublishFailedException.class)
        .hasMessageContaining(type(neighbour));
    assertThatThrownBy(
            () ->
                scene().group(bus(), "near").on(type(name), byte[].class, event -> {}).subscribe())
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining(type(neighbour));
  }

  @Test
  @Behaviour({"C13", "C15"})
  void what_does_not_exist_yet_is_made_by_its_first_use() {
    bus().publish(Scene.event(type("unheard.of"), "before anybody subscribed"));
    Journal journal = subscribe("unseen.before");

    bus().publish(Scene.event(type("unseen.before"), "1"));

    journal.awaitHandled(1);
  }

  @Test
  @Needs(Capability.LISTING)
  @Behaviour({"C13", "N11"})
  void a_topic_is_listed_once_something_was_published_to_it() {
    bus().publish(Scene.event(type("unheard.of"), "1"));
    bus().publish(Scene.event(type("unseen.before"), "2"));

    assertThat(bus().topics().stream().map(topic -> topic.name()))
        .contains(type("unseen"), type("unheard"))
        .isSorted();
  }

  @Test
  @Behaviour({"D01", "D02"})
  void the_url_connects_and_the_broker_says_what_it_is() {
    try (EventBus bus = EventBus.connect(scene().harness.url(), scene().name("url"))) {
      assertThat(bus.explain()).contains(scene().connect().description().name());
      assertThat(bus.diagnose()).isNotEmpty();
    }
  }

  @Test
  @Behaviour("R01")
  void who_only_publishes_or_broadcasts_needs_no_name() {
    Journal journal = scene().journal("broadcast");
    try (EventBus nameless = EventBus.connect(scene().harness.url());
        EventBus other = EventBus.connect(scene().harness.url())) {
      other.broadcast().on(type("order.created"), byte[].class, journal).subscribe();

      nameless.publish(Scene.event(type("order.created"), "1"));

      journal.awaitHandled(1);
      assertThatThrownBy(() -> nameless.subscribe(type("order.created"), byte[].class, event -> {}))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("name");
    }
  }

  @Test
  @Behaviour("D15")
  void an_option_that_does_not_exist_is_refused_by_name() {
    String url = scene().harness.url();
    String misspelt = url + (url.contains("?") ? "&" : "?") + "no-such-option=1";

    assertThatThrownBy(() -> EventBus.connect(misspelt))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no-such-option");
  }

  @Test
  @Behaviour({"X06", "X08"})
  void nobody_can_publish_what_looks_redriven_and_so_hide_it_from_every_group() {
    Event<byte[]> event = Scene.event(type("order.created"), "1").id("e-1").source("s").build();

    assertThatThrownBy(() -> bus().publish(new Redrive("nobody", "x").mark(event)))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining(Redrive.EXTENSION);
    assertStillWorks();
  }

  @Test
  @Behaviour("G18")
  void nothing_can_be_published_in_place_of_an_event() {
    assertThatThrownBy(() -> bus().publish(Event.builder(type("order.created"), new Object())))
        .hasMessageContaining("java.lang.Object");
    assertThatThrownBy(() -> bus().publish(new Object()))
        .isInstanceOf(ConfigurationException.class);
    assertStillWorks();
  }

  private static void assertRefused(ThrowingCallable use) {
    assertThatThrownBy(use).isInstanceOf(InvalidEventException.class).hasMessageNotContaining("\n");
  }

  private void assertStillWorks() {
    Journal journal = subscribe("order.created");
    bus().publish(Scene.event(type("order.created"), "still works"));
    journal.awaitHandled(1);
    assertThat(journal.texts()).containsExactly("still works");
  }

  private Journal subscribe(String name) {
    Journal journal = scene().journal("subscriber of " + name);
    scene().group(bus(), "a").on(type(name), byte[].class, journal).subscribe();
    return journal;
  }
}
