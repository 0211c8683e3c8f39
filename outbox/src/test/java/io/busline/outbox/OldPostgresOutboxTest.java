package io.busline.outbox;

import io.busline.servers.Release;
import org.junit.jupiter.api.Tag;

@Tag("old")
class OldPostgresOutboxTest extends OutboxKit {
  @Override
  TestDatabase database() {
    return TestDatabase.postgres(Release.OLD);
  }
}
