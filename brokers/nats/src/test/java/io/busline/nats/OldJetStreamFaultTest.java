package io.busline.nats;

import io.busline.servers.NatsServer;
import io.busline.servers.Release;
import io.busline.tck.BrokerFaultKit;
import io.busline.tck.BrokerHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The kit of faults on a server of 2022, which many systems still come with. */
@Tag("old")
class OldJetStreamFaultTest extends BrokerFaultKit {
  private static NatsServer server;

  @BeforeAll
  static void start() {
    server = NatsServer.start(Release.OLD);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected BrokerHarness harness() {
    return new JetStreamHarness(server);
  }
}
