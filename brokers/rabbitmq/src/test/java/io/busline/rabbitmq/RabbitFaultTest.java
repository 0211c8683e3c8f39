package io.busline.rabbitmq;

import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.tck.BrokerFaultKit;
import io.busline.tck.BrokerHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The kit of faults on the current server; {@link OldRabbitFaultTest} has it on an old one. */
class RabbitFaultTest extends BrokerFaultKit {
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
    return new RabbitHarness(server);
  }
}
