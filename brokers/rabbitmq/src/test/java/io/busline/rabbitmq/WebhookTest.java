package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.event.Event;
import io.busline.json.JsonEventFormat;
import io.busline.servers.Release;
import io.busline.servers.ReleaseSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;

/** Events that a real service has sent, on their way through a server. */
@ExtendWith(SharedServer.class)
class WebhookTest {

  /**
   * 170 events beside the repository; where they are not, a sample is made of some of their kind.
   */
  private static final Path WEBHOOKS = Path.of("../../../shared/data/github-webhooks.ndjson");

  private static final JsonEventFormat FORMAT = new JsonEventFormat();

  @ParameterizedTest
  @ReleaseSource
  void real_events_come_back_as_they_were(Release release, Shop shop) throws IOException {
    List<String> lines = Files.exists(WEBHOOKS) ? Files.readAllLines(WEBHOOKS) : sample();
    List<Event<byte[]>> expected = lines.stream().map(WebhookTest::read).toList();
    List<Event<byte[]>> received = new CopyOnWriteArrayList<>();

    EventBus bus = shop.bus();
    bus.subscription(shop.group("archive"))
        .onPattern("github.>", byte[].class, received::add)
        .subscribe();
    assertThat(bus.publishAll(expected)).allMatch(outcome -> outcome.isStored());
    shop.await("all arrive", () -> received.size() >= expected.size());

    assertThat(received)
        .as(
            "%d events of %s on the %s release",
            lines.size(), Files.exists(WEBHOOKS) ? WEBHOOKS : "a sample", release)
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static Event<byte[]> read(String line) {
    return FORMAT.read(line.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> sample() {
    return IntStream.range(0, 20)
        .mapToObj(
            n ->
                """
                {"specversion":"1.0","id":"ping/%d","type":"github.ping","source":"https://github.com/a/b",\
                "subject":"a/b","datacontenttype":"application/json","data":{"zen":"Grüße 🐇","n":%d.10}}"""
                    .formatted(n, n))
        .toList();
  }
}
