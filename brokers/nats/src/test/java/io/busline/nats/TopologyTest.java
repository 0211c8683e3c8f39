package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.EventBus;
import io.busline.admin.Finding;
import io.busline.error.ConfigurationException;
import io.busline.error.EventBusException;
import io.busline.servers.Endpoint;
import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import io.busline.spi.Provisioning;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose streams are used, which are made, and what is refused. */
class TopologyTest {
  private static Endpoint server;
  private Shop shop;

  @BeforeAll
  static void start() {
    server = SharedServer.nats(Release.CURRENT);
  }

  @BeforeEach
  void open() {
    shop = new Shop(server);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private StreamConfiguration stream(String topic) {
    return shop.ask(m -> m.getStreamInfo(shop.stream(topic))).getConfiguration();
  }

  @Test
  void a_stream_is_made_as_the_url_has_it() {
    EventBus bus = shop.bus("&retention=3h&duplicates=5m");
    shop.publish(bus, "order.created", "k", "1");

    StreamConfiguration made = stream("order");
    assertThat(made.getSubjects()).containsExactly(shop.type("order.*"));
    assertThat(made.getMaxAge()).isEqualTo(Duration.ofHours(3));
    assertThat(made.getDuplicateWindow()).isEqualTo(Duration.ofMinutes(5));
    assertThat(made.getStorageType()).isEqualTo(StorageType.File);
  }

  @Test
  void a_stream_of_somebody_else_that_stores_the_subject_is_used_as_it_is() {
    shop.ask(
        m ->
            m.addStream(
                StreamConfiguration.builder()
                    .name(shop.name)
                    .subjects(shop.type(">"))
                    .storageType(StorageType.Memory)
                    .build()));

    EventBus bus = shop.subscribe("a", "order.created");
    shop.publish(bus, "order.created", "k", "1");

    shop.awaitReceived("1");
    StreamInfo foreign = shop.ask(m -> m.getStreamInfo(shop.name));
    assertThat(foreign.getStreamState().getMsgCount()).isEqualTo(1);
    assertThat(shop.streams()).doesNotContain(shop.stream("order"));
    assertThat(bus.topics()).anyMatch(topic -> topic.name().equals(shop.type("order")));
  }

  @Test
  void with_verify_what_is_missing_or_differs_is_refused_with_all_differences() {
    EventBus verifying = shop.bus("&topology=verify&retention=3h");

    assertThatThrownBy(() -> shop.publish(verifying, "order.created", "k", "1"))
        .isInstanceOf(EventBusException.class)
        .hasMessageContaining(shop.stream("order"))
        .hasMessageContaining("topology=verify");

    shop.publish(shop.bus("&duplicates=1m"), "order.created", "k", "1");
    assertThatThrownBy(() -> shop.publish(verifying, "order.created", "k", "2"))
        .hasMessageContaining("7d instead of for 3h")
        .hasMessageContaining("1m instead of 2m");
  }

  @Test
  void with_none_nothing_is_made() {
    EventBus bus = shop.bus("&topology=none");

    assertThatThrownBy(() -> shop.publish(bus, "order.created", "k", "1"))
        .isInstanceOf(EventBusException.class)
        .hasMessageContaining("topology=none");
    assertThat(shop.streams()).doesNotContain(shop.stream("order"));
  }

  @Test
  void a_type_in_another_topic_has_its_own_subject_there() {
    Streams streams = streams();
    streams.require(shop.type("depot"), shop.type("parcel.sent"));
    streams.require(shop.type("parcel"), shop.type("parcel.packed"));
    streams.require(shop.type("parcel"), shop.type("parcel.opened"));

    assertThat(stream("depot").getSubjects())
        .containsExactlyInAnyOrder(shop.type("depot.*"), shop.type("parcel.sent"));
    assertThat(stream("parcel").getSubjects())
        .containsExactlyInAnyOrder(shop.type("parcel.packed"), shop.type("parcel.opened"));
  }

  @Test
  void a_type_cannot_be_in_two_topics_and_the_refusal_says_why() {
    Streams streams = streams();
    streams.require(shop.type("parcel"), shop.type("parcel.packed"));

    assertThatThrownBy(() -> streams.require(shop.type("depot"), shop.type("parcel.sent")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(shop.stream("parcel"))
        .hasMessageContaining("one stream only");
  }

  private Streams streams() {
    return new Streams(
        new JetStreamApi(shop.plain, new Denials("here"), () -> {}),
        new StreamPlan(Duration.ofDays(1), Duration.ofMinutes(2), 1, -1),
        Provisioning.CREATE);
  }

  @Test
  void a_bare_message_of_a_plain_client_is_an_event() {
    shop.subscribe("a", "order.created");

    shop.plain.publish(shop.type("order.created"), "bare".getBytes(StandardCharsets.UTF_8));

    shop.awaitReceived("bare");
  }

  @Test
  void the_doctor_tells_what_is_less_than_safe() {
    EventBus bus = shop.bus();
    shop.publish(bus, "order.created", "k", "1");
    shop.ask(
        m ->
            m.updateStream(
                StreamConfiguration.builder(stream("order"))
                    .duplicateWindow(Duration.ofSeconds(1))
                    .build()));

    assertThat(bus.diagnose())
        .anyMatch(f -> f.subject().equals("server") && f.severity() == Finding.Severity.OK)
        .anyMatch(f -> f.subject().equals("disk") && f.message().contains("sync_interval"))
        .anyMatch(
            f ->
                f.subject().equals("stream " + shop.stream("order"))
                    && f.severity() == Finding.Severity.WARNING
                    && f.message().contains("1s instead of 2m"));
  }
}
