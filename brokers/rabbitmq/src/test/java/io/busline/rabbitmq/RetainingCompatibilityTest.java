package io.busline.rabbitmq;

import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import io.busline.tck.BrokerCompatibilityKit;
import io.busline.tck.BrokerHarness;

/** The kit with events retained, so that every group and broadcast may begin in the past. */
class RetainingCompatibilityTest extends BrokerCompatibilityKit {

  @Override
  protected BrokerHarness harness() {
    return RabbitHarness.retaining(SharedServer.rabbit(Release.CURRENT));
  }
}
