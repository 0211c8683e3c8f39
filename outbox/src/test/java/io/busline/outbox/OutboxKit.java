package io.busline.outbox;

import org.junit.jupiter.api.Nested;

/** Everything that holds on each database. */
abstract class OutboxKit {

  /** A database of the test's own. */
  abstract TestDatabase database();

  @Nested
  class AnOutbox extends OutboxContract {
    AnOutbox() {
      super(OutboxKit.this::database);
    }
  }

  @Nested
  class InTheHistory extends HistoryContract {
    InTheHistory() {
      super(OutboxKit.this::database);
    }
  }

  @Nested
  class AnInbox extends InboxContract {
    AnInbox() {
      super(OutboxKit.this::database);
    }
  }

  @Nested
  class Refused extends BadInputContract {
    Refused() {
      super(OutboxKit.this::database);
    }
  }
}
