package io.busline.soak.outbox;

import io.busline.servers.JavaProcess;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The processes of a soak, and what happens to them. For one thread. */
final class Mishaps implements AutoCloseable {
  private static final int OF_EACH = 2;

  /** What may happen. */
  enum Kind {
    WRITER_KILL("a writer killed"),
    RELAY_KILL("a relay killed, with its inbox"),
    RELAY_END("a relay told to end"),
    DATABASE_KILL("the database killed");

    final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  private final SoakDatabase database;
  private final String busUrl;
  private final Random random;
  private final List<JavaProcess> writers = new ArrayList<>();
  private final List<JavaProcess> relays = new ArrayList<>();
  private final Map<Kind, Integer> happened = new EnumMap<>(Kind.class);

  Mishaps(SoakDatabase database, String busUrl, long seed) {
    this.database = database;
    this.busUrl = busUrl;
    this.random = new Random(seed);
  }

  /** Starts whatever is not there; blocks until it is ready. */
  void fill() {
    List<JavaProcess> begun = new ArrayList<>();
    while (writers.size() < OF_EACH) {
      writers.add(started("writer", begun));
    }
    while (relays.size() < OF_EACH) {
      relays.add(started("relay", begun));
    }
    for (JavaProcess each : begun) {
      String line = each.line();
      if (!"ready".equals(line)) {
        throw new IllegalStateException("a process of the soak ended by itself: " + line);
      }
    }
  }

  private JavaProcess started(String role, List<JavaProcess> begun) {
    JavaProcess process = JavaProcess.start(OutboxProcess.class, role, database.url(), busUrl);
    begun.add(process);
    return process;
  }

  /** How long until the next, in nanoseconds. */
  long pause() {
    return random.nextLong(300_000_000, 4_000_000_000L);
  }

  void next() {
    int lot = random.nextInt(10);
    if (lot < 3) {
      happens(Kind.WRITER_KILL, () -> any(writers).kill());
    } else if (lot < 6) {
      happens(Kind.RELAY_KILL, () -> any(relays).kill());
    } else if (lot < 7) {
      happens(Kind.RELAY_END, () -> any(relays).terminate());
    } else {
      happens(Kind.DATABASE_KILL, database::kill);
    }
  }

  private JavaProcess any(List<JavaProcess> processes) {
    return processes.remove(random.nextInt(processes.size()));
  }

  private void happens(Kind kind, Runnable what) {
    what.run();
    happened.merge(kind, 1, Integer::sum);
  }

  Map<Kind, Integer> happened() {
    return happened;
  }

  @Override
  public void close() {
    writers.forEach(JavaProcess::close);
    relays.forEach(JavaProcess::close);
  }
}
