package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.RedriveOptions;
import io.busline.RetryPolicy;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.admin.Finding;
import io.busline.error.ConfigurationException;
import io.busline.error.PublishFailedException;
import io.busline.error.UnsupportedException;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.PurgeOptions;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.api.SubjectTransform;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams and messages that others have made, and what is looked at before they are used. */
@MayWarn
class ForeignStreamTest {
  /** The code of the server's answer, as its documentation of errors has it. */
  private static final int NO_MESSAGE = 10037;

  private static NatsServer server;
  private Shop shop;

  @BeforeAll
  static void start() {
    server = NatsServer.start(Release.CURRENT);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    shop = new Shop(server);
  }

  @AfterEach
  void close() {
    List<String> left = shop.streams().stream().filter(s -> s.startsWith(shop.name)).toList();
    left.forEach(stream -> shop.ask(m -> m.deleteStream(stream)));
    shop.close();
  }

  private void make(UnaryOperator<StreamConfiguration.Builder> options) {
    StreamConfiguration.Builder stream =
        StreamConfiguration.builder().name(shop.name).subjects(shop.type(">"));
    shop.ask(m -> m.addStream(options.apply(stream).build()));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void assertRefused(String told) {
    EventBus bus = shop.bus();
    assertThatThrownBy(() -> bus.subscribe(shop.type("order.created"), byte[].class, event -> {}))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("stream " + shop.name)
        .hasMessageContaining(told);
    assertThatThrownBy(
            () ->
                bus.broadcast()
                    .onPattern(shop.type("order.*"), byte[].class, event -> {})
                    .discardFailed()
                    .subscribe())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(told);
    assertThat(bus.diagnose())
        .anyMatch(
            finding ->
                finding.severity() == Finding.Severity.FAILURE && finding.message().contains(told));
  }

  @Test
  void a_stream_that_others_have_made_is_not_deleted_with_a_topic() {
    make(stream -> stream);
    EventBus bus = shop.bus();
    String topic = bus.publish(shop.type("order.created"), new byte[0]).topic();

    assertThatThrownBy(() -> bus.deleteTopic(topic))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("a stream that Busline has not made");
    assertThat(shop.streams()).contains(shop.name);
  }

  @Test
  void a_work_queue_is_refused_with_the_reason() {
    make(stream -> stream.retentionPolicy(RetentionPolicy.WorkQueue));

    assertRefused("has retention workqueue");
  }

  @Test
  void a_stream_that_keeps_what_somebody_waits_for_is_refused_with_the_reason() {
    make(stream -> stream.retentionPolicy(RetentionPolicy.Interest));

    assertRefused("has retention interest");
  }

  @Test
  void a_stream_that_keeps_the_last_events_of_a_type_is_refused_with_the_cure() {
    make(stream -> stream.maxMessagesPerSubject(5));

    assertRefused("--max-msgs-per-subject=-1");
  }

  @Test
  void a_stream_that_stores_other_subjects_is_refused_with_the_reason() {
    make(
        stream ->
            stream.subjectTransform(
                SubjectTransform.builder()
                    .source(shop.type(">"))
                    .destination("other." + shop.name + ".>")
                    .build()));

    assertRefused("subject_transform");
  }

  @Test
  void a_stream_that_confirms_nothing_fails_a_publish_at_once_with_the_cure() {
    make(stream -> stream.noAck(true));

    assertThatThrownBy(() -> shop.publish(shop.bus(), "order.created", "k", "1"))
        .isInstanceOf(PublishFailedException.class)
        .hasMessageContaining("no_ack")
        .hasMessageContaining("nats stream edit " + shop.name + " --ack");
  }

  @Test
  void the_doctor_warns_of_a_stream_that_drops_what_is_oldest() {
    make(stream -> stream.maxMessages(100));

    assertThat(shop.bus().diagnose())
        .anyMatch(
            finding ->
                finding.severity() == Finding.Severity.WARNING
                    && finding.message().contains(shop.name + " --discard=new"));
  }

  @Test
  @Warns("has retention workqueue")
  void a_work_queue_that_comes_later_is_told_and_others_are_read_on() {
    EventBus bus = shop.bus();
    bus.broadcast()
        .onPattern(shop.type(">"), byte[].class, event -> shop.received.add(Shop.text(event)))
        .discardFailed()
        .subscribe();
    shop.publish(bus, "order.created", "k", "1");
    shop.awaitReceived("1");

    shop.ask(
        m ->
            m.addStream(
                StreamConfiguration.builder()
                    .name(shop.name)
                    .subjects(shop.type("work.*"))
                    .retentionPolicy(RetentionPolicy.WorkQueue)
                    .build()));

    shop.await("it is told", () -> bus.health().toString().contains("retention workqueue"));
    shop.publish(bus, "order.created", "k", "2");
    shop.awaitReceived("2");
    shop.ask(m -> m.deleteStream(shop.name));
    shop.await("all is well", () -> bus.health().status() == Health.Status.UP);
  }

  @Test
  void marks_of_what_has_expired_are_no_events() {
    make(
        stream ->
            stream
                .allowMessageTtl(true)
                .subjectDeleteMarkerTtl(Duration.ofSeconds(10))
                .allowRollup(true));
    EventBus bus = shop.bus();
    shop.plain.publish(
        shop.type("order.created"), new Headers().put("Nats-TTL", "1s"), utf8("brief"));
    shop.await("a mark stands in its place", () -> hasMark(shop.type("order.created")));

    bus.subscription(shop.name + "a")
        .on(shop.type("order.created"), byte[].class, e -> shop.received.add(Shop.text(e)))
        .from(StartPosition.earliest())
        .subscribe();
    shop.publish(bus, "order.created", "k", "2");
    shop.awaitReceived("2");

    assertThat(shop.received).containsExactly("2");
    assertThat(letters(bus)).isEmpty();
  }

  private boolean hasMark(String subject) {
    Headers headers = shop.ask(m -> lastHeaders(m, subject));
    return headers != null && headers.containsKey("Nats-Marker-Reason");
  }

  /** Null where there is no message, or none any more. */
  private Headers lastHeaders(JetStreamManagement management, String subject)
      throws IOException, JetStreamApiException {
    try {
      return management.getLastMessage(shop.name, subject).getHeaders();
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == NO_MESSAGE) {
        return null;
      }
      throw e;
    }
  }

  @Test
  void what_is_to_come_later_is_handled_at_its_time_and_not_before() {
    make(stream -> stream.allowMessageSchedules(true).allowMessageTtl(true));
    List<Event<byte[]>> events = new CopyOnWriteArrayList<>();
    EventBus bus = shop.bus();
    bus.subscription(shop.name + "a")
        .onPattern(shop.type("order.*"), byte[].class, events::add)
        .subscribe();
    Instant due = Instant.now().plusSeconds(3);

    shop.plain.publish(
        shop.type("order.later"),
        new Headers()
            .put("Nats-Schedule", "@at " + due.truncatedTo(ChronoUnit.SECONDS))
            .put("Nats-Schedule-Target", shop.type("order.created")),
        utf8("later"));
    shop.await("it is handled", () -> !events.isEmpty());

    assertThat(events).extracting(Event::type).containsExactly(shop.type("order.created"));
    assertThat(letters(bus)).isEmpty();
  }

  private List<DeadLetter> letters(EventBus bus) {
    return bus.deadLetters().list(DeadLetterQuery.all(), 100).stream()
        .filter(letter -> letter.topic().startsWith(shop.name))
        .toList();
  }

  @Test
  @Warns(value = "is a dead letter (HANDLER_FAILED)", times = 2)
  @Warns(value = "is no dead letter of Busline's and is passed over", times = 3)
  void messages_of_others_among_the_letters_are_passed_over_and_told() {
    EventBus bus = shop.bus();
    bus.subscription(shop.name + "a")
        .retry(RetryPolicy.none())
        .on(
            shop.type("order.created"),
            byte[].class,
            event -> {
              shop.received.add(Shop.text(event));
              if (shop.received.size() <= 2) {
                throw new IllegalStateException("out of stock");
              }
            })
        .subscribe();
    shop.publish(bus, "order.created", "k", "1");
    shop.await("there is a letter", () -> letters(bus).size() == 1);

    String prefix = "$BUSLINE.dead-letter." + StreamNames.token(shop.name) + "a.";
    shop.plain.publish(prefix + "t.foreign", utf8("bare"));
    shop.plain.publish(
        prefix + "t.odd", new Headers().put("Busline-Letter", "%zz"), utf8("half of one"));
    shop.plain.publish("$BUSLINE.dead-letter.short", utf8("bare"));
    shop.publish(bus, "order.created", "other", "2");

    shop.await("there are two letters", () -> letters(bus).size() == 2);
    assertThat(bus.groups()).anyMatch(group -> group.name().equals(shop.name + "a"));
    assertThat(bus.diagnose()).anyMatch(f -> f.message().contains("no letters of Busline's"));
    assertThat(bus.deadLetters().redrive(DeadLetterQuery.all(), RedriveOptions.now()).redriven())
        .isGreaterThanOrEqualTo(2);
    shop.await("they are handled again", () -> shop.received.size() == 4);
    shop.ask(m -> m.purgeStream(StreamNames.DEAD_LETTERS));
  }

  @Test
  @Warns(value = "a group is not listed", orMore = true)
  void what_others_write_among_the_groups_is_passed_over() {
    EventBus bus = shop.subscribe("a", "order.created");

    shop.plain.publish("$KV.busline-groups.group.foreign" + shop.name, utf8("no group"));
    shop.plain.publish("$KV.busline-groups.odd", utf8("nothing"));
    shop.await(
        "they are there",
        () ->
            shop.ask(m -> m.getStreamInfo(StreamNames.GROUPS, StreamInfoOptions.allSubjects()))
                .getStreamState()
                .getSubjectMap()
                .containsKey("$KV.busline-groups.odd"));

    shop.await(
        "the group is listed",
        () -> bus.groups().stream().anyMatch(group -> group.name().equals(shop.name + "a")));
    shop.ask(
        m ->
            m.purgeStream(
                StreamNames.GROUPS,
                PurgeOptions.subject("$KV.busline-groups.group.foreign" + shop.name)));
  }
}
