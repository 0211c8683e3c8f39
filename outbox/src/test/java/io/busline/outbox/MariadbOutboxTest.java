package io.busline.outbox;

import io.busline.servers.Release;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class MariadbOutboxTest extends OutboxKit {
  @Override
  TestDatabase database() {
    return TestDatabase.mariadb(Release.CURRENT);
  }
}
