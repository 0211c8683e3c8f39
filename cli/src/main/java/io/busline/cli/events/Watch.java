package io.busline.cli.events;

import io.busline.EventHandler;
import io.busline.Subscription;
import io.busline.cli.command.Exit;
import io.busline.cli.terminal.OutputClosedException;
import io.busline.cli.terminal.Terminal;
import io.busline.event.Event;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Prints what comes until there is enough of it, or none for a while, or somebody says stop. Events
 * come on the bus's thread, one at a time; the command's own waits.
 */
final class Watch implements EventHandler<byte[]> {
  private static final long LOOK_EVERY_MILLIS = 500;

  private final EventPrinter printer;
  private final @Nullable Long limit;
  private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
  private long seen;
  private long newestAt = System.nanoTime();
  private boolean over;
  private @Nullable OutputClosedException closed;

  Watch(EventPrinter printer, @Nullable Long limit) {
    this.printer = printer;
    this.limit = limit;
  }

  void started(Subscription live) {
    subscription.complete(live);
    synchronized (this) {
      newestAt = System.nanoTime();
    }
  }

  @Override
  public void handle(Event<byte[]> event) {
    if (isEnough()) {
      throw new IllegalStateException("not wanted any more");
    }
    try {
      printer.print(event);
    } catch (OutputClosedException e) {
      subscription.join().pause();
      end(e);
      throw e;
    }
    count();
  }

  /** Counts an event; after the last one takes no more before this one is acknowledged. */
  private void count() {
    boolean last;
    synchronized (this) {
      seen++;
      newestAt = System.nanoTime();
      last = limit != null && seen >= limit;
    }
    if (last) {
      subscription.join().pause();
      end(null);
    }
  }

  /** What comes after an end by other means is printed too, or it would count as failed. */
  private synchronized boolean isEnough() {
    return closed != null || (limit != null && seen >= limit);
  }

  private synchronized void end(@Nullable OutputClosedException why) {
    over = true;
    closed = why;
    notifyAll();
  }

  /** Prints nothing more. */
  void stop() {
    end(null);
  }

  /** Waits for the end: also of those that read what is printed. */
  void await(@Nullable Duration idle, Optional<Readers> readers) throws InterruptedException {
    boolean missed = false;
    while (!isOver(idle)) {
      boolean gone = readers.isPresent() && readers.get().haveGone();
      // Twice in a row, for one reader may just hand over to another.
      if (gone && missed) {
        stop();
      }
      missed = gone;
    }
  }

  /** Waits for the end, for a moment at most. */
  private synchronized boolean isOver(@Nullable Duration idle) throws InterruptedException {
    long left = idle == null ? Long.MAX_VALUE : idle.toNanos() - (System.nanoTime() - newestAt);
    if (!over && left <= 0) {
      over = true;
    } else if (!over) {
      wait(Math.min(left / 1_000_000 + 1, LOOK_EVERY_MILLIS));
    }
    return over;
  }

  /** The exit code. */
  synchronized int result(Terminal terminal) {
    if (closed != null) {
      throw closed;
    }
    if (limit != null && seen < limit) {
      terminal.note("%,d of %,d events came".formatted(seen, limit));
      return Exit.NOT_REACHED;
    }
    return Exit.DONE;
  }
}
