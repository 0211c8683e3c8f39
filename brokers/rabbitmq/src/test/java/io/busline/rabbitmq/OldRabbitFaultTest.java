package io.busline.rabbitmq;

import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.tck.BrokerFaultKit;
import io.busline.tck.BrokerHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The kit of faults on the oldest server that is supported. */
@Tag("old")
class OldRabbitFaultTest extends BrokerFaultKit {
  private static RabbitServer server;

  @BeforeAll
  static void start() {
    server = RabbitServer.start(Release.OLD);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected BrokerHarness harness() {
    return new RabbitHarness(server);
  }
}
