package io.busline.spi.log;

import io.busline.error.InvalidEventException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are to be done in the write that stores what their handlers have published. Which
 * of them are is read from the record afterwards: so a write whose outcome nobody told is no
 * special case. Used by the consumer's thread.
 */
final class Completions {

  /** Enough to make a commit's cost small for each, few enough to keep it short. */
  private static final int MOST = 500;

  private final Deque<Completion> waiting = new ArrayDeque<>();
  private List<Completion> sent = List.of();

  /** How many are still to be sent one by one, to find the one that cannot be stored. */
  private int oneByOne;

  void add(Completion completion) {
    waiting.add(completion);
  }

  /** Whether some wait to be sent. */
  boolean isWaiting() {
    return !waiting.isEmpty();
  }

  /** Whether the outcome of some is not known. */
  boolean isSent() {
    return !sent.isEmpty();
  }

  /** Those to send now, which are nobody else's by now; none if some are under way. */
  List<Completion> send() {
    waiting.removeIf(completion -> !completion.message().isHeld());
    if (sent.isEmpty() && !waiting.isEmpty()) {
      List<Completion> batch = new ArrayList<>();
      int most = oneByOne > 0 ? 1 : MOST;
      while (batch.size() < most && !waiting.isEmpty()) {
        batch.add(waiting.remove());
      }
      oneByOne = Math.max(0, oneByOne - 1);
      sent = batch;
    }
    return sent;
  }

  /**
   * The record was read after a write, which has ended by then.
   *
   * @param record what it says
   * @param failure why the write failed, if it did
   */
  void settle(SlotRecord record, @Nullable Throwable failure) {
    List<Completion> settled = sent;
    sent = List.of();
    Ledger ledger = record.ledger();
    List<Completion> open = new ArrayList<>();
    for (Completion each : settled) {
      if (!ledger.isDone(each.message().slot, each.message().position)) {
        open.add(each);
      } else if (each.message().stored()) {
        each.ended().complete(null);
      }
    }
    if (failure instanceof InvalidEventException && open.size() == 1) {
      open.remove(0).ended().completeExceptionally(failure);
    } else if (failure instanceof InvalidEventException) {
      oneByOne = open.size();
    }
    for (int i = open.size() - 1; i >= 0; i--) {
      waiting.addFirst(open.get(i));
    }
  }

  /** The messages are not held any more, and what was sent was about another log. */
  void forget() {
    sent = List.of();
    waiting.clear();
  }

  /** Nothing more is sent. */
  void close(Throwable why) {
    waiting.forEach(completion -> completion.ended().completeExceptionally(why));
    waiting.clear();
  }
}
