package io.busline.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.EventBusListener;
import io.busline.Signal;
import io.busline.admin.DeadLetter;
import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.json.JsonEventFormat;
import io.busline.logs.Warns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that speaks through the CloudEvents SDK for JavaScript, and ours, on one broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SdkContract {
  private static final String BATCH = "application/cloudevents-batch+json";

  private final String broker;
  private final Map<String, Map<String, Event<byte[]>>> writtenByMode = new HashMap<>();

  SdkContract(String broker) {
    this.broker = broker;
  }

  /** Host and port. */
  abstract String server();

  /** The bus's URL, with an option at its end. */
  abstract String url();

  /** What the SDK's binding says of data that is not there, or nothing. */
  abstract String contentTypeOfNoData();

  private EventBus connect(String mode) {
    return EventBus.connect(url() + "&content-mode=" + mode, "sdk");
  }

  /** What arrives when the SDK writes all its events in a mode, by their ids. */
  final Map<String, Event<byte[]>> written(String mode) {
    return writtenByMode.computeIfAbsent(mode, this::write);
  }

  private Map<String, Event<byte[]>> write(String mode) {
    String type = mode + ".written";
    BlockingQueue<Event<byte[]>> received = new LinkedBlockingQueue<>();
    try (EventBus bus = connect("binary")) {
      bus.subscription(type).on(type, byte[].class, received::add).subscribe();
      run(type, mode);
      Map<String, Event<byte[]>> events = new HashMap<>();
      for (Event<byte[]> expected : SdkEvents.all(type)) {
        Event<byte[]> event = received.poll(60, TimeUnit.SECONDS);
        assertThat(event).as("one like %s", expected).isNotNull();
        events.put(event.id(), event);
      }
      return events;
    } catch (InterruptedException e) {
      throw new AssertionError("the test was interrupted", e);
    }
  }

  /** Has the SDK write all its events. */
  private void run(String type, String... arguments) {
    List<Object> all = new ArrayList<>(List.of(broker, server(), type));
    all.addAll(List.of(arguments));
    try (NodeProgram program = NodeProgram.start("sdk-writer.mjs", all.toArray())) {
      program.await();
    }
  }

  /** The first dead letter of what the SDK writes. */
  final DeadLetter refused(String type, String... arguments) throws InterruptedException {
    BlockingQueue<DeadLetter> letters = new LinkedBlockingQueue<>();
    EventBusListener listener =
        signal -> {
          if (signal instanceof Signal.DeadLettered dead) {
            letters.add(dead.letter());
          }
        };
    String topic = EventDefinition.defaultTopic(type);
    try (EventBus bus = EventBus.builder(url()).service("sdk").listener(listener).connect()) {
      bus.subscription(type)
          .on(type, byte[].class, event -> {})
          .on(EventDefinition.of(topic, byte[].class).inTopic(topic), event -> {})
          .subscribe();
      run(type, arguments);
      DeadLetter letter = letters.poll(60, TimeUnit.SECONDS);
      assertThat(letter).isNotNull();
      return letter;
    }
  }

  @Test
  void what_the_sdk_writes_in_binary_mode_is_read() {
    assertThat(written("binary").values())
        .containsAll(SdkEvents.without("binary.written", "string", "none"));
  }

  @Test
  void what_the_sdk_writes_in_structured_mode_is_read() {
    assertThat(written("structured").values())
        .containsExactlyInAnyOrderElementsOf(SdkEvents.all("structured.written"));
  }

  @Test
  void integers_and_booleans_in_a_document_become_text() {
    assertThat(written("structured").get("object").extensions())
        .containsEntry("count", "42")
        .containsEntry("flag", "true");
  }

  @Test
  void json_text_that_has_lost_its_quotes_is_kept_as_it_came() {
    assertThat(written("binary").get("string").data()).isEqualTo(SdkEvents.utf8("für Zoë"));
  }

  @Test
  void an_event_without_data_is_one_whatever_it_says_of_them() {
    Event<byte[]> event = written("binary").get("none");

    assertThat(event.data()).isEmpty();
    assertThat(event.dataContentType().orElse("")).isEqualTo(contentTypeOfNoData());
  }

  /** No binding of a broker has batches. */
  @Test
  @Warns("message is a batch of events, which the binding of its broker does not have")
  void a_batch_is_a_dead_letter_that_still_holds_the_events() throws Exception {
    DeadLetter letter = refused("batch.written", "batch");

    assertThat(letter.cause()).contains("message is a batch of events");
    assertThat(new JsonEventFormat().readBatch(letter.event().data()))
        .isEqualTo(SdkEvents.all("batch.written"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"binary", "structured"})
  void what_is_published_is_read_by_the_sdk_and_by_us(String mode) throws Exception {
    String type = mode + "-read.published";
    List<Event<byte[]>> events = SdkEvents.all(type);
    BlockingQueue<Event<byte[]>> received = new LinkedBlockingQueue<>();
    try (EventBus bus = connect(mode);
        SdkReader reader = SdkReader.start(broker, server(), type, events.size())) {
      bus.subscription(type).on(type, byte[].class, received::add).subscribe();

      assertThat(bus.publishAll(events)).hasSize(events.size());

      reader.assertReads(events);
      for (Event<byte[]> event : events) {
        assertThat(received.poll(60, TimeUnit.SECONDS)).isEqualTo(event);
      }
    }
  }

  @Test
  void a_batch_that_is_published_as_data_is_read_by_the_sdk() {
    String type = "batch-read.published";
    List<Event<byte[]>> events = SdkEvents.all(type);
    byte[] batch = new JsonEventFormat().writeBatch(events);
    try (EventBus bus = connect("binary");
        SdkReader reader = SdkReader.start(broker, server(), type, events.size())) {
      bus.publish(
          Event.builder(type, batch)
              .dataContentType(BATCH)
              .extension(Event.PARTITION_KEY, "kunde 1"));

      reader.assertReads(events);
    }
  }
}
