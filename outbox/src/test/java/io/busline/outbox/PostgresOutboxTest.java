package io.busline.outbox;

import io.busline.servers.Release;

class PostgresOutboxTest extends OutboxKit {
  @Override
  TestDatabase database() {
    return TestDatabase.postgres(Release.CURRENT);
  }
}
