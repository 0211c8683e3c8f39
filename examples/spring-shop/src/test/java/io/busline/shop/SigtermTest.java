package io.busline.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.logs.MayWarn;
import io.busline.servers.KafkaServer;
import io.busline.servers.NatsServer;
import io.busline.servers.PostgresServer;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.shop.load.LoadedApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application that is busy gets SIGTERM, as each deployment does it, and another takes over. */
@MayWarn("")
@Timeout(900)
class SigtermTest {

  /** Of Boot, for each phase of the end: {@code spring.lifecycle.timeout-per-shutdown-phase}. */
  private static final Duration PHASE = Duration.ofSeconds(30);

  private static final int SOME = 200;

  @TempDir Path folder;

  @Test
  void on_a_file_nothing_is_lost_or_doubled() throws Exception {
    survives("sqlite:" + folder.resolve("load.db"));
  }

  @Test
  @Tag("slow")
  void on_jetstream_nothing_is_lost_or_doubled() throws Exception {
    try (NatsServer nats = NatsServer.start(Release.CURRENT)) {
      survives("jetstream://" + nats.address());
    }
  }

  @Test
  @Tag("slow")
  void on_rabbitmq_nothing_is_lost_or_doubled() throws Exception {
    try (RabbitServer rabbit = RabbitServer.start(Release.CURRENT)) {
      survives("amqp://guest:guest@" + rabbit.address());
    }
  }

  @Test
  @Tag("slow")
  void on_kafka_nothing_is_lost_or_doubled() throws Exception {
    try (KafkaServer kafka = KafkaServer.start(Release.CURRENT)) {
      survives("kafka://" + kafka.address());
    }
  }

  @Test
  @Tag("slow")
  void on_postgresql_nothing_is_lost_or_doubled() throws Exception {
    try (PostgresServer postgres = PostgresServer.start(Release.CURRENT)) {
      survives("postgres://postgres@" + postgres.address() + "/postgres");
    }
  }

  private void survives(String url) throws Exception {
    Set<String> answers = new ConcurrentSkipListSet<>();
    try (EventBus bus = EventBus.connect(url, "customer");
        Service application =
            Service.start(
                LoadedApplication.class,
                folder,
                "--spring.application.name=load",
                "--busline.url=" + url,
                "--busline.outbox.enabled=false",
                "--spring.sql.init.mode=never",
                "--spring.datasource.url=jdbc:h2:mem:load",
                "--load.file=" + file())) {
      bus.subscribe(OrderShipped.class, event -> answers.add(event.data().orderId()));
      int published;
      try (Publishing publishing = Publishing.start(bus)) {
        for (int ends = 1; ends <= 2; ends++) {
          awaitHandled(ends * SOME);
          assertThat(application.terminate()).isLessThan(PHASE);
          application.startAgain();
        }
        published = publishing.stop();
      }
      awaitHandled(published);

      List<String> handled = handled();
      assertThat(handled).doesNotHaveDuplicates().hasSize(published);
      Eventually.until(
          "each order is answered", () -> answers.size() == published, () -> answers.size());
      assertThat(answers).isEqualTo(new TreeSet<>(handled));
      assertThat(application.get("/actuator/busline/load.order.placed").get("letters")).isEmpty();
    }
  }

  private Path file() {
    return folder.resolve("handled");
  }

  private void awaitHandled(int count) {
    Eventually.until(
        count + " orders are handled",
        () -> new TreeSet<>(handled()).size() >= count,
        () -> handled().size());
  }

  private List<String> handled() {
    try {
      return Files.exists(file()) ? Files.readAllLines(file()) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file(), e);
    }
  }
}
