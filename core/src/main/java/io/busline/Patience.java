package io.busline;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Frees a thread that users' code holds up: it is interrupted, once, and only while it is in that
 * code. Entering and leaving allocate nothing and wait for nobody.
 */
final class Patience {

  /** More than cores and busy threads of most services; a thread that finds none is not watched. */
  private static final int SLOTS = 128;

  /** Since when, for a thread that was interrupted. */
  private static final long INTERRUPTED = -1;

  private static final int NOT_WATCHED = -1;

  private final long nanos;

  /** Who is in the code. The watch puts itself, or who leaves this, in place of the thread. */
  private final AtomicReferenceArray<@Nullable Object> holders = new AtomicReferenceArray<>(SLOTS);

  /** Since when; 0 while that is not said yet. */
  private final AtomicLongArray since = new AtomicLongArray(SLOTS);

  Patience(long nanos) {
    this.nanos = nanos;
  }

  /** The present thread enters; returns what {@link #leave} takes. */
  int enter() {
    Thread thread = Thread.currentThread();
    int slot = System.identityHashCode(thread) & (SLOTS - 1);
    if (!holders.compareAndSet(slot, null, thread)) {
      return NOT_WATCHED;
    }
    since.set(slot, Math.max(1, System.nanoTime() & Long.MAX_VALUE));
    return slot;
  }

  /** The present thread leaves, and takes no interruption with it that was meant for the code. */
  void leave(int slot) {
    if (slot == NOT_WATCHED) {
      return;
    }
    while (!holders.compareAndSet(slot, Thread.currentThread(), this)) {
      Thread.onSpinWait();
    }
    if (since.getAndSet(slot, 0) == INTERRUPTED) {
      Thread.interrupted();
    }
    holders.set(slot, null);
  }

  /** Interrupts who is in the code for too long; returns whether there is anybody. */
  boolean interruptSlow() {
    boolean anybody = false;
    for (int slot = 0; slot < SLOTS; slot++) {
      long began = since.get(slot);
      if (began == INTERRUPTED || isOver(began)) {
        anybody |= interrupt(slot, began);
      }
    }
    return anybody;
  }

  private boolean isOver(long began) {
    return began != 0 && (System.nanoTime() & Long.MAX_VALUE) - began > nanos;
  }

  private boolean interrupt(int slot, long began) {
    Object holder = holders.get(slot);
    if (!(holder instanceof Thread thread) || !holders.compareAndSet(slot, thread, this)) {
      return false;
    }
    try {
      if (began != INTERRUPTED && since.compareAndSet(slot, began, INTERRUPTED)) {
        thread.interrupt();
      }
      return since.get(slot) == INTERRUPTED;
    } finally {
      holders.set(slot, thread);
    }
  }
}
