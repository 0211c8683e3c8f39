package io.busline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.codec.EventFormat;
import io.busline.event.Event;
import io.busline.servers.Await;
import io.busline.servers.KafkaServer;
import io.busline.servers.Release;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Real events: 170 webhooks of 123 types in 47 topics, if their file lies beside the repository.
 */
class WebhooksTest {
  private static final Path WEBHOOKS = Path.of("shared", "data", "github-webhooks.ndjson");

  private static final List<String> OWN_SAMPLE =
      List.of(
          "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"github.ping\",\"subject\":\"a/b\",\"datacontenttype\":\"application/json\",\"data\":{\"zen\":\"Für Zoë\"}}",
          "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/a\",\"type\":\"github.issues.opened\",\"subject\":\"a/b\",\"datacontenttype\":\"application/json\",\"data\":[1.50,null]}",
          "{\"specversion\":\"1.0\",\"id\":\"2\",\"source\":\"/a\",\"type\":\"github.issues.closed\",\"time\":\"2026-01-02T03:04:05.123456789Z\"}");

  private final EventFormat json = ServiceLoader.load(EventFormat.class).findFirst().orElseThrow();
  private final List<Event<byte[]>> received = new CopyOnWriteArrayList<>();

  @Test
  void real_events_come_back_as_they_were(TestReporter reporter) {
    Optional<Path> file = webhooks();
    reporter.publishEntry(
        "events", file.map(Path::toString).orElse("own sample, for no " + WEBHOOKS + " is there"));
    List<Event<byte[]>> events =
        file.map(WebhooksTest::lines).orElse(OWN_SAMPLE).stream()
            .map(line -> json.read(line.getBytes(UTF_8)))
            .toList();

    // A server of its own, because of its many topics.
    try (KafkaServer server = KafkaServer.start(Release.CURRENT);
        EventBus bus = EventBus.connect("kafka://" + server.address() + "?partitions=1", "hooks")) {
      assertThat(bus.publishAll(events)).allMatch(PublishOutcome::isStored);
      bus.subscription("audit").onPattern("github.>", byte[].class, received::add).subscribe();

      Await.until(
          events.size() + " arrive", () -> received.size() >= events.size(), () -> received.size());
    }
    assertThat(received).containsExactlyInAnyOrderElementsOf(events);
  }

  private static Optional<Path> webhooks() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isReadable(folder.resolve(WEBHOOKS))) {
        return Optional.of(folder.resolve(WEBHOOKS));
      }
    }
    return Optional.empty();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + file, e);
    }
  }
}
