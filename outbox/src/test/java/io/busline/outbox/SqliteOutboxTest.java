package io.busline.outbox;

class SqliteOutboxTest extends OutboxKit {
  @Override
  TestDatabase database() {
    return TestDatabase.sqlite();
  }
}
