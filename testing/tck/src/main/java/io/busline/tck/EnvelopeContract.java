package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.RetryPolicy;
import io.busline.error.InvalidEventException;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.logs.Warns;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What arrives is what was published: every attribute, every byte. */
abstract class EnvelopeContract extends Contract {
  /** What has broken headers, paths, quoting and escaping elsewhere. */
  private static final List<String> ODD_TEXTS =
      List.of(
          "a/b",
          "//",
          "../../etc/passwd",
          "..",
          "\\",
          "C:\\temp\\new",
          "'single' \"double\" `back`",
          "%",
          "%20 %2F %zz +",
          "two words",
          " leading and trailing ",
          "0123456789",
          "-1",
          "1e9",
          "true",
          "null",
          "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
          "';DROP TABLE event;--",
          "*.>#",
          "a,b;c=d",
          "{\"json\":[]}",
          "<xml a=\"b\">&amp;</xml>",
          "ünïcödé",
          "Ελληνικά",
          "日本語",
          "עברית",
          "e\u0301 is not \u00e9",
          "\u200f\u202eright to left",
          "👩‍👩‍👧‍👦 😀",
          "\uD834\uDD1E");

  EnvelopeContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"G01", "W01", "C22", "X14"})
  void every_attribute_arrives_as_it_was_published() {
    EventBuilder<byte[]> event =
        Event.builder(type("order.created"), new byte[] {1, 2, 3})
            .id("e-1")
            .source("https://shop.example/orders?x=1#y")
            .subject("order 7")
            .time(Instant.parse("2026-01-02T03:04:05.123456789Z"))
            .dataContentType("application/octet-stream; charset=\"none\"")
            .dataSchema("https://example.com/schema.json")
            .key("k-7")
            .extension("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .extension("correlationid", "c-1")
            .extension("causationid", "e-0");

    Event<byte[]> arrived = arrivalOf(event);

    assertThat(arrived).isEqualTo(event.build());
    assertThat(arrived.key()).contains("k-7");
    assertThat(arrived.extensions()).isEqualTo(event.build().extensions());
  }

  @Test
  @Behaviour("G01")
  void what_was_not_set_is_not_there() {
    Event<byte[]> bare =
        Event.builder(type("order.created"), new byte[0]).id("e-1").source("s").build();

    Event<byte[]> arrived = arrivalOf(bare);

    assertThat(arrived).isEqualTo(bare);
    assertThat(arrived.subject()).isEmpty();
    assertThat(arrived.time()).isEmpty();
    assertThat(arrived.dataContentType()).isEmpty();
    assertThat(arrived.dataSchema()).isEmpty();
    assertThat(arrived.extensions()).isEmpty();
  }

  @Test
  @Behaviour({"V04", "G02"})
  void the_bus_fills_in_identity_source_and_time() {
    EventBus bus = scene().newBus(builder -> builder.service("shop"));
    Journal journal = subscribe();
    Instant before = scene().harness.time().now();

    bus.publishAll(Scene.events(type("order.created"), 3));

    journal.awaitHandled(3);
    Instant after = scene().harness.time().now();
    assertThat(journal.ids()).doesNotHaveDuplicates();
    assertThat(journal.handled())
        .allSatisfy(
            event -> {
              assertThat(event.source()).isEqualTo("shop");
              assertThat(event.time().orElseThrow()).isBetween(before, after);
            });
  }

  @Test
  @Behaviour({"G16", "N12"})
  void odd_texts_survive_in_every_attribute_that_takes_them() {
    Journal journal = subscribe();
    List<Event<byte[]>> events = new ArrayList<>();
    for (String odd : ODD_TEXTS) {
      events.add(
          Event.builder(type("order.created"), odd.getBytes(StandardCharsets.UTF_8))
              .id(odd)
              .source("s")
              .subject(odd)
              .extension("odd", odd)
              .key(odd)
              .build());
    }

    List<PublishOutcome> outcomes = bus().publishAll(events);

    assertThat(outcomes).allMatch(PublishOutcome::isStored);
    journal.awaitHandled(events.size());
    assertThat(journal.handled()).containsExactlyInAnyOrderElementsOf(events);
  }

  @Test
  @Behaviour({"G16", "N12"})
  void many_extensions_survive_together() {
    EventBuilder<byte[]> event = Scene.event(type("order.created"), "1").id("e-1").source("s");
    for (int i = 0; i < 50; i++) {
      event.extension("x" + i, ODD_TEXTS.get(i % ODD_TEXTS.size()));
    }

    assertThat(arrivalOf(event).extensions()).isEqualTo(event.build().extensions());
  }

  @Test
  @Behaviour({"G17", "G18"})
  void text_that_no_attribute_may_hold_is_refused_before_it_is_sent() {
    EventBuilder<byte[]> event = Scene.event(type("order.created"), "1");

    for (String bad : List.of("", "a\rb", "a\nb", "\u0000", "\t", "\u007f", "\u0085", "\ud800")) {
      assertRefused(() -> event.subject(bad));
      assertRefused(() -> event.id(bad));
      assertRefused(() -> event.key(bad));
      assertRefused(() -> event.extension("bad", bad));
    }
    for (String name : List.of("", "Upper", "under_score", "a-b", "é", "type", "x".repeat(21))) {
      assertRefused(() -> event.extension(name, "value"));
    }
  }

  private static void assertRefused(Runnable setting) {
    assertThatThrownBy(setting::run).isInstanceOf(InvalidEventException.class);
  }

  @Test
  @Behaviour({"G04", "G19"})
  void data_arrives_byte_by_byte() {
    byte[] all = new byte[512];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    List<byte[]> bodies =
        List.of(
            new byte[0],
            new byte[1],
            all,
            new byte[] {(byte) 0xC3, (byte) 0x28, (byte) 0xFF, (byte) 0xFE},
            "{\"a\" : 1.0,\r\n \"ü\":\"\\u00fc\"}\n".getBytes(StandardCharsets.UTF_8),
            "\uFEFFbom".getBytes(StandardCharsets.UTF_8));
    Journal journal = subscribe();

    for (byte[] body : bodies) {
      bus()
          .publish(
              Event.builder(type("order.created"), body)
                  .subject("k")
                  .dataContentType("application/json"));
    }

    journal.awaitHandled(bodies.size());
    for (int i = 0; i < bodies.size(); i++) {
      assertThat(journal.handled().get(i).data()).isEqualTo(bodies.get(i));
    }
  }

  @Test
  @Behaviour({"G32", "X13", "G19"})
  void data_of_the_greatest_size_arrives_whole() {
    byte[] largest = new byte[scene().connect().description().maxDataBytes()];
    for (int i = 0; i < largest.length; i++) {
      largest[i] = (byte) (i * 31);
    }

    Event<byte[]> arrived =
        arrivalOf(Event.builder(type("order.created"), largest).id("e-1").source("s"));

    assertThat(arrived.data()).isEqualTo(largest);
  }

  @Test
  @Behaviour("G01")
  void the_earliest_and_the_latest_times_survive() {
    Journal journal = subscribe();
    List<Instant> times =
        List.of(
            Instant.parse("0001-01-01T00:00:00Z"),
            Instant.parse("1969-12-31T23:59:59.999999999Z"),
            Instant.EPOCH,
            Instant.parse("9999-12-31T23:59:59.999999999Z"));

    for (Instant time : times) {
      bus().publish(Scene.event(type("order.created"), "k", "1").time(time));
    }

    journal.awaitHandled(times.size());
    assertThat(journal.handled()).extracting(e -> e.time().orElseThrow()).isEqualTo(times);
  }

  @Test
  @Behaviour({"V08", "C26"})
  void publisher_and_subscriber_may_use_different_classes_for_one_type() {
    List<Object> texts = new CopyOnWriteArrayList<>();
    Journal raw = subscribe();
    EventBus bus = scene().newBus(builder -> builder.codec(new TextCodec()));
    scene()
        .group(bus, "texts")
        .on(type("order.created"), String.class, event -> texts.add(event.data()))
        .subscribe();

    bus.publish(type("order.created"), "größer");

    raw.awaitHandled(1);
    scene().await("the text arrives", () -> texts.size() == 1, texts);
    assertThat(texts).containsExactly("größer");
    assertThat(raw.texts()).containsExactly("größer");
    assertThat(raw.onlyHandled().dataContentType()).contains(TextCodec.MEDIA_TYPE);
  }

  @Test
  @Behaviour({"X14", "N01"})
  @Warns(value = "InjectedFailure: the test made this handler fail", orMore = true)
  void the_envelope_is_the_same_on_every_attempt() {
    Journal journal =
        scene()
            .journal(
                "subscriber",
                event -> {
                  throw new InjectedFailure();
                });
    scene()
        .group(bus(), "a")
        .on(type("order.created"), byte[].class, journal)
        .retry(RetryPolicy.fixed(3, Duration.ofMillis(5)))
        .subscribe();
    Event<byte[]> event =
        Scene.event(type("order.created"), "k", "1")
            .id("e-1")
            .source("s")
            .extension("traceparent", "00-1-2-01")
            .build();

    bus().publish(event);

    journal.awaitTried(3);
    assertThat(journal.tried()).hasSize(3).allMatch(event::equals);
  }

  private Event<byte[]> arrivalOf(Object event) {
    Journal journal = subscribe();
    bus().publish(event);
    journal.awaitHandled(1);
    return journal.onlyHandled();
  }

  private Journal subscribe() {
    Journal journal = scene().journal("subscriber");
    scene().group(bus(), "raw").on(type("order.created"), byte[].class, journal).subscribe();
    return journal;
  }
}
