package io.busline.soak;

import io.busline.EventBus;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.EventBusException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One soak, from the first process to the table. {@link #cutShort} is for another thread. */
final class Run implements AutoCloseable {
  private static final long GLANCE_NANOS = 200_000_000;
  private static final Duration START = Duration.ofMinutes(4);

  /** After the last mishap, so that what it has broken is published to as well. */
  private static final Duration QUIET = Duration.ofSeconds(6);

  /** How long nothing more may come until what has not come is missing. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  /** Several mishaps in a row, a server's start on a busy machine, and a backlog after that. */
  private static final Duration STUCK = Duration.ofMinutes(2);

  private static final int LETTERS = 1_000_000;

  private final Options options;
  private final String name;
  private final Target target;
  private final Promises promises;
  private final List<Group> groups;
  private final Set<Mishap> kinds;
  private final Cast cast;
  private final Journal journal = new Journal();
  private final PrintStream out;
  private final ProgressLine progress;
  private final Driver driver;
  private final long began = Line.now();
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile long publishedUntil = Long.MAX_VALUE;
  private volatile @Nullable String remark;

  Run(Options options, String name, Target target, PrintStream out, boolean terminal) {
    this.options = options;
    this.name = name;
    this.target = target;
    this.out = out;
    try (EventBus bus = EventBus.connect(target.adminUrl())) {
      this.promises = Promises.of(bus);
    }
    this.groups = Group.all(name, promises);
    this.kinds = options.chosen(target);
    this.cast = new Cast(target.url(), name, groups, folder(options), journal);
    this.progress = new ProgressLine(out, journal, terminal);
    this.driver = new Driver(target, cast, groups, journal, progress);
  }

  private static Path folder(Options options) {
    try {
      return Files.createDirectories(options.folder());
    } catch (IOException e) {
      throw new UncheckedIOException("making the folder " + options.folder(), e);
    }
  }

  /** Blocks until it is over; whether nothing was found that is a fault. */
  boolean soak() {
    cast.instances.forEach(Actor::start);
    await("the groups are there", START, () -> cast.instances.stream().allMatch(Actor::isReady));
    cast.publishers.forEach(Actor::start);
    await("events are published", START, () -> journal.receipts() > 0);
    List<Planned> schedule =
        Schedule.of(
            options.seed(), options.time(), kinds, cast.publishers.size(), cast.instances.size());
    driver.run(schedule, options.time());
    pause(QUIET);
    endPublishing();
    settle();
    list();
    cast.close();
    return tell("", Long.MAX_VALUE);
  }

  private void await(String what, Duration time, BooleanSupplier condition) {
    long deadline = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException(
            "this did not happen within %s: %s. Look into %s"
                .formatted(time, what, options.folder()));
      }
      tend();
    }
  }

  private void tend() {
    cast.tend();
    progress.glance();
    LockSupport.parkNanos(GLANCE_NANOS);
  }

  private void pause(Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - deadline < 0) {
      tend();
    }
  }

  private void endPublishing() {
    progress.say("none any more; publishing ends");
    publishedUntil = Line.now();
    cast.publishers.forEach(Actor::finish);
    cast.publishers.forEach(Actor::awaitEnd);
  }

  /** Waits for what is on its way, as long as something of it still comes. */
  private void settle() {
    progress.say("none any more; waiting for what is on its way");
    long handled = -1;
    long movedAt = System.nanoTime();
    while (System.nanoTime() - movedAt < PATIENCE.toNanos() && waits()) {
      if (journal.handlings() != handled) {
        handled = journal.handlings();
        movedAt = System.nanoTime();
      } else if (System.nanoTime() - movedAt > QUIET.toNanos()) {
        // A dead letter may be stored, and its process was killed before it said so.
        list();
      }
      pause(Duration.ofSeconds(1));
    }
  }

  private boolean waits() {
    AtomicBoolean missing = new AtomicBoolean();
    synchronized (journal) {
      new DeliveryAudit(
              journal,
              promises,
              groups,
              finding -> missing.compareAndSet(false, finding.check() == Check.MISSING))
          .look(Long.MAX_VALUE);
    }
    return missing.get();
  }

  private void list() {
    if (!promises.letters()) {
      return;
    }
    try (EventBus bus = EventBus.connect(target.adminUrl())) {
      for (Group group : groups) {
        journal.list(
            group.name(),
            bus.deadLetters().list(DeadLetterQuery.ofGroup(group.name()), LETTERS).stream()
                .map(letter -> letter.event().id())
                .toList());
      }
    } catch (EventBusException e) {
      remark = "The dead letters could not be listed: " + e.getMessage();
    }
  }

  /** No process of it is left. */
  @Override
  public void close() {
    cast.close();
  }

  /** Ends every process and prints what is known so far. */
  void cutShort() {
    cast.close();
    if (target.server().isEmpty()) {
      target.close();
    }
    long before = Line.now() - target.healthBound().toNanos() / 1_000;
    tell(", cut short; what was published last may have been on its way", before);
  }

  private boolean tell(String how, long until) {
    if (!told.compareAndSet(false, true)) {
      return true;
    }
    progress.clear();
    Limits limits =
        new Limits(target.healthBound(), STUCK, Math.min(publishedUntil, Line.now()), until);
    Audit audit = Audit.of(journal, promises, groups, limits);
    SoakReport report = new SoakReport(journal, began);
    report.title(
        "Soak of %s, seed %d, %s, %s%s"
            .formatted(
                shown(options.url()),
                options.seed(),
                name,
                ProgressLine.clock((Line.now() - began) / 1_000_000),
                how));
    report.mishaps(kinds, driver::failures);
    report.traffic(groups, cast.endedByThemselves()).audit(audit).line("");
    driver
        .firstFailure()
        .ifPresent(text -> report.line("Not to be had, for the first time: " + text));
    if (remark != null) {
      report.line(remark);
    }
    report.line("What the processes wrote is in " + options.folder().toAbsolutePath());
    report.lines().forEach(out::println);
    out.flush();
    return !audit.hasFaults();
  }

  /** Without a user and a password. */
  private static String shown(String url) {
    return url.replaceFirst("//[^@/]*@", "//…@");
  }
}
