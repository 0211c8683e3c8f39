package io.busline.examples.directory;

import io.busline.spi.Capability;
import io.busline.tck.BrokerCompatibilityKit;
import io.busline.tck.BrokerHarness;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

class DirectoryCompatibilityTest extends BrokerCompatibilityKit {
  @TempDir Path folder;

  @Override
  protected BrokerHarness harness() {
    return new BrokerHarness() {
      @Override
      public String url() {
        return "directory:" + folder.resolve("bus") + "?lease=5s";
      }

      @Override
      public Set<Capability> capabilities() {
        return DirectoryBroker.CAPABILITIES;
      }
    };
  }
}
