package io.busline.postgres;

import io.busline.servers.PostgresServer;
import io.busline.servers.Release;
import io.busline.tck.BrokerCompatibilityKit;
import io.busline.tck.BrokerHarness;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The kit on the oldest server that is tested. */
class PostgresCompatibilityTest extends BrokerCompatibilityKit {
  private static PostgresServer server;

  @BeforeAll
  static void start() {
    server = PostgresServer.start(Release.OLD);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected BrokerHarness harness() {
    return new PostgresHarness(server);
  }
}
