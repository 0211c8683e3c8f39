package io.busline.nats;

import io.busline.spi.Ledger;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The ledger of one stream, which one thread keeps and any thread may copy. */
final class Progress {

  private final ReentrantLock lock = new ReentrantLock();
  private Found found;
  private Ledger ledger;

  /**
   * What is done by one consumer.
   *
   * @param found the stream
   * @param slots the slots that it speaks about
   * @param ledger what was done of them
   */
  record Report(Found found, int slots, Ledger ledger) {}

  Progress(Found found, long after) {
    this.found = found;
    this.ledger = Ledger.startingAfter(after);
  }

  /** A copy. Any thread. */
  Report report(int slots) {
    lock.lock();
    try {
      return new Report(found, slots, ledger.copy());
    } finally {
      lock.unlock();
    }
  }

  Found found() {
    return found;
  }

  /** The ledger, for the keeper to read. */
  Ledger ledger() {
    return ledger;
  }

  /** Changes the ledger. */
  void change(Consumer<Ledger> change) {
    lock.lock();
    try {
      change.accept(ledger);
    } finally {
      lock.unlock();
    }
  }

  /** Notes that messages are held. */
  void arrived(List<StreamMessage> messages) {
    change(ours -> messages.forEach(message -> ours.arrived(message.slot, message.seq)));
  }

  /** Begins again with another stream. */
  void startAnew(Found newly) {
    lock.lock();
    try {
      found = newly;
      ledger = Ledger.startingAfter(0);
    } finally {
      lock.unlock();
    }
  }
}
