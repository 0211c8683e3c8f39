package io.busline.kafka;

import io.busline.kafka.KafkaHarness.Site;
import io.busline.logs.MayWarn;
import io.busline.servers.Release;
import io.busline.tck.BrokerCompatibilityKit;
import io.busline.tck.BrokerHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The kit on the current server; {@link OldKafkaCompatibilityTest} has it on an old one. Where
 * partitions move, some events are handled again, and that is told.
 */
@MayWarn("could not note what it has done")
class KafkaCompatibilityTest extends BrokerCompatibilityKit {
  private static Site site;

  @BeforeAll
  static void start() {
    site = Site.open(Release.CURRENT);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @Override
  protected BrokerHarness harness() {
    return site.harness();
  }
}
