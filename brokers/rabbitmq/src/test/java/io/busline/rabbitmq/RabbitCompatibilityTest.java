package io.busline.rabbitmq;

import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import io.busline.tck.BrokerCompatibilityKit;
import io.busline.tck.BrokerHarness;

/** The kit on the current server; {@link OldRabbitCompatibilityTest} has it on an old one. */
class RabbitCompatibilityTest extends BrokerCompatibilityKit {

  @Override
  protected BrokerHarness harness() {
    return new RabbitHarness(SharedServer.rabbit(Release.CURRENT));
  }
}
