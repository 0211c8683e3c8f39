package io.busline.sqlite;

import io.busline.tck.BrokerCompatibilityKit;
import io.busline.tck.BrokerHarness;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteCompatibilityTest extends BrokerCompatibilityKit {
  @TempDir Path folder;

  @Override
  protected BrokerHarness harness() {
    return new SqliteHarness(folder.resolve("bus.db"));
  }
}
