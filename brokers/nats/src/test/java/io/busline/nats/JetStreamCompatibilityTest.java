package io.busline.nats;

import io.busline.spi.Capability;
import io.busline.tck.BrokerCompatibilityKit;
import io.busline.tck.BrokerHarness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class JetStreamCompatibilityTest extends BrokerCompatibilityKit {
  @TempDir static Path folder;
  static NatsServer server;

  @BeforeAll
  static void start() {
    server = new NatsServer(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  protected BrokerHarness harness() {
    return new BrokerHarness() {
      @Override
      public String url() {
        return "jetstream://127.0.0.1:" + server.port + "?lease=1s";
      }

      @Override
      public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
      }

      @Override
      public Duration patience() {
        return Duration.ofSeconds(20);
      }

      @Override
      public void restart() {
        server.kill();
        server.start();
      }

      @Override
      public Optional<Runnable> outage() {
        server.kill();
        return Optional.of(
            new Runnable() {
              private boolean back;

              @Override
              public void run() {
                if (!back) {
                  back = true;
                  server.start();
                }
              }
            });
      }

      @Override
      public Optional<Duration> lease() {
        return Optional.of(Duration.ofSeconds(1));
      }
    };
  }
}
