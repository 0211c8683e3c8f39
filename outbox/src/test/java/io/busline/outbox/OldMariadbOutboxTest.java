package io.busline.outbox;

import io.busline.servers.Release;
import org.junit.jupiter.api.Tag;

@Tag("old")
class OldMariadbOutboxTest extends OutboxKit {
  @Override
  TestDatabase database() {
    return TestDatabase.mariadb(Release.OLD);
  }
}
