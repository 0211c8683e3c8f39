package io.busline.rabbitmq;

import io.busline.servers.Release;
import io.busline.servers.SharedServer;
import io.busline.tck.BrokerCompatibilityKit;
import io.busline.tck.BrokerHarness;
import org.junit.jupiter.api.Tag;

/**
 * The kit with events retained, so that every group and broadcast may begin in the past. Slow: what
 * it adds to {@link RabbitCompatibilityTest}, {@link RetentionTest} has in short.
 */
@Tag("slow")
class RetainingCompatibilityTest extends BrokerCompatibilityKit {

  @Override
  protected BrokerHarness harness() {
    return RabbitHarness.retaining(SharedServer.rabbit(Release.CURRENT));
  }
}
