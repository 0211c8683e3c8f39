package io.busline.kafka;

import io.busline.kafka.KafkaHarness.Site;
import io.busline.servers.Release;
import io.busline.tck.BrokerFaultKit;
import io.busline.tck.BrokerHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The kit of faults on the current server; {@link OldKafkaFaultTest} has it on an old one. */
class KafkaFaultTest extends BrokerFaultKit {
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
