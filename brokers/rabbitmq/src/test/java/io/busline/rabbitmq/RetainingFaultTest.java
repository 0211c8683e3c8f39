package io.busline.rabbitmq;

import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.tck.BrokerFaultKit;
import io.busline.tck.BrokerHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * The kit of faults with events retained, so that every group and broadcast may begin in the past.
 * Slow: it takes minutes of two cores, and {@link RabbitFaultTest} has most of it.
 */
@Tag("slow")
class RetainingFaultTest extends BrokerFaultKit {
  private static RabbitServer server;

  @BeforeAll
  static void start() {
    server = RabbitServer.start(Release.CURRENT);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected BrokerHarness harness() {
    return RabbitHarness.retaining(server);
  }
}
