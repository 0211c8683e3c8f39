package io.busline.soak;

import io.busline.servers.Server;
import io.busline.soak.Target.Victim;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Has the mishaps of a schedule happen. What takes long, such as a server's start, delays what
 * comes after it by as much. For one thread.
 */
final class Driver {
  private static final long GLANCE_NANOS = 100_000_000;
  private static final int MOST_SKEW_MINUTES = 180;

  /** A server says that something is deleted before each part of it knows. */
  private static final long DELETION_MICROS = 500_000;

  private final Target target;
  private final Cast cast;
  private final List<Group> readers;
  private final Journal journal;
  private final ProgressLine progress;
  private final Map<Mishap, Integer> failures = new EnumMap<>(Mishap.class);
  private final PriorityQueue<Step> steps =
      new PriorityQueue<>(Comparator.comparingLong(Step::atMillis));

  /** By how much what took long has delayed the rest. */
  private long delayMillis;

  private @Nullable String firstFailure;

  /** A beginning is left out when the time is over, an end never. */
  private record Step(long atMillis, boolean begins, Runnable action) {}

  Driver(Target target, Cast cast, List<Group> groups, Journal journal, ProgressLine progress) {
    this.target = target;
    this.cast = cast;
    this.readers = groups.stream().filter(g -> g.role() != Group.Role.READING_COPIES).toList();
    this.journal = journal;
    this.progress = progress;
  }

  /** How many of a kind could not be had, such as a deletion of what is not there. */
  int failures(Mishap mishap) {
    return failures.getOrDefault(mishap, 0);
  }

  /** What the first of these said. */
  Optional<String> firstFailure() {
    return Optional.ofNullable(firstFailure);
  }

  /** Blocks until all is over and undone; begins nothing after a time. */
  void run(List<Planned> schedule, Duration time) {
    long began = System.nanoTime();
    schedule.forEach(each -> steps.add(new Step(each.atMillis(), true, () -> begin(each))));
    while (!steps.isEmpty()) {
      long now = (System.nanoTime() - began) / 1_000_000;
      Step next = steps.peek();
      if (next.atMillis() + delayMillis <= now) {
        steps.remove();
        if (!next.begins() || now < time.toMillis()) {
          next.action().run();
        }
        delayMillis += Math.max(0, (System.nanoTime() - began) / 1_000_000 - now - 1_000);
      } else {
        tend();
        LockSupport.parkNanos(GLANCE_NANOS);
      }
    }
    tend();
  }

  private void tend() {
    cast.tend();
    progress.glance();
  }

  private void begin(Planned planned) {
    Mishap mishap = planned.mishap();
    Victim victim = victim(planned);
    int index =
        journal.begin(
            new Happened(mishap, victim.what(), victim.group(), Line.now(), Long.MAX_VALUE));
    progress.say("%s: %s".formatted(mishap.text, victim.what()));
    try {
      happen(planned);
    } catch (MishapFailedException | IllegalStateException e) {
      failed(mishap, e);
    }
    if (mishap.deletes) {
      journal.end(index, Line.now() + DELETION_MICROS);
      return;
    }
    long end = planned.endMillis();
    steps.add(new Step(end, false, () -> end(planned, index)));
  }

  private void failed(Mishap mishap, Exception why) {
    failures.merge(mishap, 1, Integer::sum);
    firstFailure = firstFailure == null ? mishap.text + ": " + why.getMessage() : firstFailure;
  }

  private Victim victim(Planned planned) {
    return switch (planned.mishap().place) {
      case BROKER ->
          target.allowed().contains(planned.mishap())
              ? target.victim(planned.mishap(), planned.choice(), readers)
              : Victim.of("server");
      case PUBLISHER, INSTANCE, CLOCK -> {
        Actor actor = actor(planned);
        String group = journal.groupOf(actor.name);
        yield new Victim(actor.name, Optional.of(group).filter(name -> !name.isEmpty()));
      }
    };
  }

  private Actor actor(Planned planned) {
    return switch (planned.mishap().place) {
      case PUBLISHER -> cast.publishers.get(planned.target());
      case INSTANCE -> cast.instances.get(planned.target());
      default -> cast.all().get(planned.target());
    };
  }

  private void happen(Planned planned) throws MishapFailedException {
    switch (planned.mishap()) {
      case BROKER_KILL -> server().kill();
      case BROKER_END -> server().stop();
      case BROKER_FREEZE -> server().pause();
      case PUBLISHER_KILL, INSTANCE_KILL -> actor(planned).kill();
      case PUBLISHER_END, INSTANCE_END -> actor(planned).end();
      case PUBLISHER_FREEZE, INSTANCE_FREEZE -> actor(planned).freeze();
      case CLOCK -> actor(planned).skew(skewMillis(planned.choice()));
      default -> target.begin(planned.mishap(), planned.choice(), readers);
    }
  }

  /** Between three hours behind and three hours ahead. */
  private static long skewMillis(int choice) {
    return Duration.ofMinutes(choice % (2 * MOST_SKEW_MINUTES) - MOST_SKEW_MINUTES).toMillis();
  }

  private void end(Planned planned, int index) {
    try {
      recover(planned);
    } catch (MishapFailedException | IllegalStateException e) {
      failed(planned.mishap(), e);
    }
    journal.end(index, Line.now());
  }

  private void recover(Planned planned) throws MishapFailedException {
    switch (planned.mishap()) {
      case BROKER_KILL, BROKER_END -> server().restart();
      case BROKER_FREEZE -> server().resume();
      case PUBLISHER_KILL, INSTANCE_KILL -> actor(planned).start();
      case PUBLISHER_END, INSTANCE_END -> {
        actor(planned).awaitEnd();
        actor(planned).start();
      }
      case PUBLISHER_FREEZE, INSTANCE_FREEZE -> actor(planned).thaw();
      case CLOCK -> actor(planned).skew(0);
      default -> target.end(planned.mishap());
    }
  }

  private Server server() {
    return target
        .server()
        .orElseThrow(() -> new IllegalStateException("the server is not the soak's own"));
  }
}
