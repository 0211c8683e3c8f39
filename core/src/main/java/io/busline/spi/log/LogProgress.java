package io.busline.spi.log;

import io.busline.spi.log.Marks.Mark;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * What one consumer has read and done of one log. One thread keeps it, and any thread may copy it.
 */
final class LogProgress {

  private final ReentrantLock lock = new ReentrantLock();
  private LogInfo log;
  private Ledger ledger;

  /** Of the keeper only. */
  private Marks marks = Marks.NONE;

  /**
   * What is done by one consumer.
   *
   * @param log the log
   * @param slots the slots that it speaks about
   * @param ledger what was done of them
   */
  record Report(LogInfo log, int slots, Ledger ledger) {}

  LogProgress(LogInfo log, long after) {
    this.log = log;
    this.ledger = Ledger.startingAfter(after);
  }

  /** A copy. Any thread. */
  Report report(int slots) {
    lock.lock();
    try {
      return new Report(log, slots, ledger.copy());
    } finally {
      lock.unlock();
    }
  }

  LogInfo log() {
    return log;
  }

  /** The ledger, for the keeper to read. */
  Ledger ledger() {
    return ledger;
  }

  /** What was read at some positions. */
  Marks marks() {
    return marks;
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

  /**
   * Notes that slots were read up to a position, and which messages were found.
   *
   * @param batch takes those that need not wait for their key
   */
  void read(int slots, long readTo, List<LogMessage> found, List<LogMessage> batch) {
    change(
        ours -> {
          ours.read(slots, readTo);
          for (LogMessage message : found) {
            if (!ours.isPassedOver(message.slot, message.position, message.orderingKey())) {
              ours.arrived(message.slot, message.position);
              batch.add(message);
            }
          }
        });
    if (!found.isEmpty()) {
      LogMessage last = found.get(found.size() - 1);
      marks = marks.and(Mark.of(last.position, last.event()));
    }
  }

  /** Takes over what the owner before has done of some slots. */
  void adopt(SlotRecord record, int slots) {
    Ledger theirs = record.ledger();
    change(ours -> ours.adopt(theirs, slots));
  }

  /** Takes over what others have read at some positions, after that was compared with the log. */
  void marks(Marks others) {
    marks = others.and(marks);
  }

  /** Notes that messages are held. */
  void arrived(List<LogMessage> messages) {
    change(ours -> messages.forEach(message -> ours.arrived(message.slot, message.position)));
  }

  /** Begins again with another log of the same name. */
  void startAnew(LogInfo newly) {
    lock.lock();
    try {
      log = newly;
      ledger = Ledger.startingAfter(0);
      marks = Marks.NONE;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets everything beyond a position. */
  void rewind(long position) {
    change(ours -> ours.rewind(Slots.ALL, position));
    marks = marks.upTo(position);
  }
}
