package io.busline.sqlite;

import io.busline.tck.BrokerFaultKit;
import io.busline.tck.BrokerHarness;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteFaultTest extends BrokerFaultKit {
  @TempDir Path folder;

  @Override
  protected BrokerHarness harness() {
    return new SqliteHarness(folder.resolve("bus.db"));
  }
}
