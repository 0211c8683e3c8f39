package io.busline.rabbitmq;

import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import io.busline.tck.BrokerCompatibilityKit;
import io.busline.tck.BrokerHarness;
import org.junit.jupiter.api.Tag;

/** The kit on the oldest server that is supported. */
@Tag("old")
class OldRabbitCompatibilityTest extends BrokerCompatibilityKit {

  @Override
  protected BrokerHarness harness() {
    return new RabbitHarness(SharedServer.rabbit(Release.OLD));
  }
}
