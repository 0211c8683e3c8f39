package io.busline.cli.events;

import io.busline.EventBus;
import io.busline.Receipt;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.command.Session;
import io.busline.cli.events.Lines.Line;
import io.busline.cli.terminal.Terminal;
import io.busline.cli.terminal.Visible;
import io.busline.codec.EventFormat;
import io.busline.error.DecodingException;
import io.busline.error.PublishUnknownException;
import io.busline.event.Event;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the events of a stream without waiting for each; how many may be on their way at once
 * the bus bounds. What fails is reported with the number of its line and does not stop the rest.
 */
final class BulkPublish {
  private static final long SHOW_EVERY_NANOS = 100_000_000;
  private static final long LOOK_EVERY_MILLIS = 100;

  /** Who interrupts does not want to wait as long as the broker may take. */
  private static final long INTERRUPTED_PATIENCE_NANOS = 5_000_000_000L;

  private final boolean json;
  private final EventBus bus;
  private final Session session;
  private final Terminal terminal;
  private final EventFormat format = Json.events();
  private final long start = System.nanoTime();
  private long shownAt = start;
  private long inFlight;
  private long published;
  private long duplicates;
  private long failed;
  private long unknown;
  private volatile boolean interrupted;

  BulkPublish(EventBus bus, Session session, boolean json) {
    this.json = json;
    this.bus = bus;
    this.session = session;
    this.terminal = session.terminal();
  }

  int run(InputStream in) throws IOException {
    session.interruption().finishBy(this::interrupt);
    Lines lines = new Lines(in);
    for (Line line = lines.next(); line != null && !interrupted; line = lines.next()) {
      if (!line.isBlank()) {
        publish(line);
      }
    }
    return finish(Long.MAX_VALUE);
  }

  /** On the interrupting thread, for the reading one may be waiting for input. */
  private int interrupt() {
    interrupted = true;
    finish(INTERRUPTED_PATIENCE_NANOS);
    terminal.note("Interrupted; what follows in the input was not published.");
    return Exit.FAILED;
  }

  private void publish(Line line) {
    Event<byte[]> event;
    try {
      event = read(line);
    } catch (DecodingException e) {
      report(line, e.getMessage());
      count(null, e);
      return;
    }
    entered();
    var unused =
        bus.publishAsync(event)
            .whenComplete(
                (receipt, failure) -> {
                  if (failure != null) {
                    report(line, String.valueOf(failure.getMessage()));
                  }
                  left(receipt, failure);
                });
  }

  private Event<byte[]> read(Line line) {
    if (line.isTooLong()) {
      throw new DecodingException(
          "is longer than %d bytes, which no event is".formatted(Lines.MAX_LENGTH));
    }
    return format.read(line.bytes());
  }

  private void report(Line line, String problem) {
    terminal.note(Visible.line("line " + line.number() + ": " + problem));
  }

  private synchronized void entered() {
    inFlight++;
  }

  private synchronized void left(@Nullable Receipt receipt, @Nullable Throwable failure) {
    inFlight--;
    count(receipt, failure);
    notifyAll();
  }

  private synchronized void count(@Nullable Receipt receipt, @Nullable Throwable failure) {
    if (receipt != null) {
      published++;
      duplicates += receipt.isDuplicate() ? 1 : 0;
    } else if (failure instanceof PublishUnknownException) {
      unknown++;
    } else {
      failed++;
    }
    long now = System.nanoTime();
    if (now - shownAt > SHOW_EVERY_NANOS) {
      shownAt = now;
      terminal.status(summary());
    }
  }

  /** Waits for the answers; in time the bus gives one to everything. */
  private synchronized int finish(long patienceNanos) {
    long start = System.nanoTime();
    try {
      while (inFlight > 0 && System.nanoTime() - start < patienceNanos) {
        wait(LOOK_EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    unknown += inFlight;
    terminal.status("");
    terminal.note(summary());
    if (json) {
      terminal.line(Json.of(fields()));
    }
    return failed + unknown == 0 ? Exit.DONE : Exit.FAILED;
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("published", published);
    fields.put("duplicates", duplicates);
    fields.put("failed", failed);
    fields.put("unknown", unknown);
    return fields;
  }

  private String summary() {
    double seconds = (System.nanoTime() - start) / 1e9;
    return "%,d published%s, %,d failed, %,d unknown in %.1f s (%,.0f a second)"
        .formatted(
            published,
            duplicates == 0 ? "" : " (%,d already there)".formatted(duplicates),
            failed,
            unknown,
            seconds,
            published / seconds);
  }
}
