package io.busline.spi.log;

import io.busline.fuzz.Target;
import java.io.IOException;
import java.util.Map;

/** The bytes that are kept of who owns which slots, and what is done. */
public final class LogSlotsTarget implements Target {
  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof IOException;
  }

  @Override
  public void read(byte[] input) throws Exception {
    SlotRecord record = SlotRecord.decode(input);
    record.owners();
    Ledger ledger = record.ledger();
    ledger.next(Slots.ALL);
    ledger.again(Slots.ALL, 100);
    SlotRecord next =
        record
            .with(1, ledger, record.retries(1), record.marks)
            .handing(record.ownedBy(null), "me")
            .burying(2, 9);
    byte[] written = next.encode();
    SlotRecord again = SlotRecord.decode(written);
    if (!again.created.equals(record.created)
        || again.ownedBy("me") != next.ownedBy("me")
        || !again.retries(Slots.ALL).equals(Map.copyOf(next.retries(Slots.ALL)))) {
      throw new AssertionError("written and read, a record is another");
    }
  }
}
