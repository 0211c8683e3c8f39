package io.busline.kafka;

import io.busline.kafka.KafkaHarness.Site;
import io.busline.servers.Release;
import io.busline.tck.BrokerFaultKit;
import io.busline.tck.BrokerHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The kit of faults on a server without the newer protocol of groups. */
@Tag("old")
class OldKafkaFaultTest extends BrokerFaultKit {
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
}
