package io.busline.soak;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A publisher or an instance of a group, which lives once and again. For one thread at a time,
 * except {@link #close}.
 */
final class Actor implements AutoCloseable {

  /** The bus gives itself ten seconds and some more; a busy machine needs some, too. */
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);

  /** How soon one that has ended by itself is started again, as a service manager would. */
  private static final long RESTART_MICROS = 2_000_000;

  final String name;
  private final Class<?> main;
  private final Supplier<List<String>> arguments;
  private final Path log;
  private final Journal journal;
  private volatile @Nullable Life life;
  private volatile boolean closed;
  private volatile boolean ready;

  /** Whether it is to live; while a mishap keeps it from that it is not. */
  private boolean wanted;

  private long endedAt;
  private int endedByItself;

  Actor(
      String name, Class<?> main, Supplier<List<String>> arguments, Path folder, Journal journal) {
    this.name = name;
    this.main = main;
    this.arguments = arguments;
    this.log = folder.resolve(name + ".log");
    this.journal = journal;
  }

  void start() {
    wanted = true;
    endedAt = 0;
    ready = false;
    synchronized (this) {
      if (!closed) {
        life = Life.start(main, arguments.get(), log, this::hear);
      }
    }
  }

  private void hear(Line line) {
    if (line.kind() == Line.Kind.READY) {
      ready = true;
    }
    journal.note(name, line);
  }

  boolean isReady() {
    return ready;
  }

  /** Starts it again some seconds after it has ended, if nobody has ended it. */
  void tend() {
    Life now = life;
    if (!wanted || now == null || now.isAlive()) {
      return;
    }
    if (endedAt == 0) {
      endedAt = Line.now();
      endedByItself++;
    } else if (Line.now() - endedAt > RESTART_MICROS) {
      now.kill();
      start();
    }
  }

  /** How often it has ended without being told to. */
  int endedByItself() {
    return endedByItself;
  }

  boolean isAlive() {
    Life now = life;
    return now != null && now.isAlive();
  }

  void kill() {
    wanted = false;
    Life now = life;
    if (now != null) {
      now.kill();
    }
  }

  /** Sends SIGTERM and does not wait. */
  void end() {
    wanted = false;
    Life now = life;
    if (now != null) {
      now.end();
    }
  }

  /** Waits for the end after {@link #end} or {@link #finish}; if it does not come, that is told. */
  void awaitEnd() {
    Life now = life;
    if (now != null && !now.endsWithin(ENDS_WITHIN)) {
      journal.fault(
          new Finding(
              Check.NOT_ENDED,
              Line.now(),
              "%s: still there after %d s".formatted(name, ENDS_WITHIN.toSeconds())));
      now.kill();
    }
  }

  /** Tells it that there is nothing more to do. */
  void finish() {
    wanted = false;
    tell(Told.END);
  }

  void skew(long millis) {
    tell(Told.SKEW + millis);
  }

  private void tell(String command) {
    Life now = life;
    if (now != null) {
      now.tell(command);
    }
  }

  void freeze() {
    Life now = life;
    if (now != null) {
      now.freeze();
    }
  }

  void thaw() {
    Life now = life;
    if (now != null) {
      now.thaw();
    }
  }

  /** Nothing of it is left, and nothing comes again. */
  @Override
  public void close() {
    wanted = false;
    Life last;
    synchronized (this) {
      closed = true;
      last = life;
    }
    if (last != null) {
      last.kill();
    }
  }
}
