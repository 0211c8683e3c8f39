package io.busline.outbox;

class H2OutboxTest extends OutboxKit {
  @Override
  TestDatabase database() {
    return TestDatabase.h2();
  }
}
