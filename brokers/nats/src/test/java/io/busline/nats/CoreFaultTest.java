package io.busline.nats;

import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import io.busline.tck.BrokerFaultKit;
import io.busline.tck.BrokerHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class CoreFaultTest extends BrokerFaultKit {
  private static NatsServer server;

  @BeforeAll
  static void start() {
    server = NatsServer.start(Release.CURRENT);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected BrokerHarness harness() {
    return new CoreHarness(server);
  }
}
