package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.UnsupportedException;
import io.busline.event.Ordering;
import io.busline.kafka.KafkaHarness.Site;
import io.busline.logs.MayWarn;
import io.busline.servers.Release;
import io.busline.tck.BrokerCompatibilityKit;
import io.busline.tck.BrokerHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The kit on a server without the newer protocol of groups. */
@Tag("old")
@MayWarn("could not note what it has done")
class OldKafkaCompatibilityTest extends BrokerCompatibilityKit {
  private static Site site;

  @BeforeAll
  static void start() {
    site = Site.open(Release.OLD);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @Override
  protected BrokerHarness harness() {
    return site.harness();
  }

  @Test
  void a_server_without_share_groups_is_named_as_the_reason() {
    try (Shop shop = new Shop(site.server())) {
      assertThatThrownBy(
              () ->
                  shop.bus()
                      .subscription("a")
                      .on("order.created", byte[].class, event -> {})
                      .ordering(Ordering.NONE)
                      .option("kafka.share-group", "true")
                      .subscribe())
          .isInstanceOf(UnsupportedException.class)
          .hasMessageContaining("Kafka 4.2");
    }
  }
}
