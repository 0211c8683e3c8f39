package io.busline.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Compares what processes said of their health with what moved meanwhile. */
final class HealthAudit {

  /** Processes say it twice a second; who has not for so long was frozen or dead. */
  private static final long SILENT = 3_000_000;

  /** A process of which something moves moves this often. */
  private static final long MOVING = 5_000_000;

  private final Journal journal;
  private final List<Group> groups;
  private final long bound;
  private final Consumer<Finding> found;

  HealthAudit(Journal journal, List<Group> groups, Duration bound, Consumer<Finding> found) {
    this.journal = journal;
    this.groups = groups;
    this.bound = bound.toNanos() / 1_000;
    this.found = found;
  }

  /** Looks at what was until publishing ended, after which nothing may be there to move. */
  void look(long publishedUntil) {
    for (Group group : groups) {
      still(group.name(), publishedUntil);
      journal.processes(group.name()).forEach(this::downWhileMoving);
    }
    journal.processes("").forEach(this::downWhileMoving);
  }

  private record Gap(long from, long to) {}

  private void still(String group, long publishedUntil) {
    List<Long> moves = new ArrayList<>();
    journal.processes(group).forEach(process -> moves.addAll(journal.progress(process)));
    moves.sort(null);
    List<Gap> gaps = new ArrayList<>();
    long last = Long.MIN_VALUE / 2;
    for (long move : moves) {
      gap(gaps, last, move);
      last = move;
    }
    gap(gaps, last, Math.max(last, publishedUntil));
    for (Gap gap : gaps) {
      waitingSince(group, gap)
          .filter(since -> gap.to() - since > bound)
          .flatMap(since -> upFor(group, since, gap.to()))
          .ifPresent(found);
    }
  }

  private void gap(List<Gap> gaps, long from, long to) {
    if (to - from > bound) {
      gaps.add(new Gap(from, to));
    }
  }

  /** Since when an event waits that the group had not ended when something moved again. */
  private Optional<Long> waitingSince(String group, Gap gap) {
    return journal.stories().stream()
        .filter(story -> story.hasReceipt() && !story.nowhere && story.receipt < gap.to())
        .filter(story -> waits(story, group, gap))
        .map(story -> Math.max(story.receipt, gap.from()))
        .min(Comparator.naturalOrder());
  }

  /** What never came and was published before is missing, which is told elsewhere. */
  private static boolean waits(Story story, String group, Gap gap) {
    long end = Math.min(story.first(group), story.letter(group).orElse(Story.NEVER));
    return end >= gap.to() && (end != Story.NEVER || story.receipt >= gap.from());
  }

  /** Whether, for as long as the bound, somebody said UP and nobody said anything else. */
  private Optional<Finding> upFor(String group, long from, long to) {
    List<Sample> samples = new ArrayList<>();
    journal.processes(group).forEach(process -> samples.addAll(journal.samples(process)));
    samples.removeIf(sample -> sample.at() < from || sample.at() > to);
    samples.sort(Comparator.comparingLong(Sample::at));
    long upSince = Long.MAX_VALUE;
    long before = Long.MIN_VALUE / 2;
    for (Sample sample : samples) {
      if (!sample.isUp()) {
        upSince = Long.MAX_VALUE;
      } else if (upSince == Long.MAX_VALUE || sample.at() - before > SILENT) {
        upSince = sample.at();
      } else if (sample.at() - upSince > bound) {
        return Optional.of(
            new Finding(
                Check.UP_WHILE_STILL,
                upSince,
                "%s: nothing moved for %d s, and all who spoke said UP"
                    .formatted(group, (to - from) / 1_000_000)));
      }
      before = sample.at();
    }
    return Optional.empty();
  }

  private void downWhileMoving(String process) {
    List<Long> moves = new ArrayList<>(journal.progress(process));
    moves.sort(null);
    long downSince = Long.MAX_VALUE;
    int at = 0;
    long lastMove = Long.MIN_VALUE / 2;
    long before = Long.MIN_VALUE / 2;
    for (Sample sample : journal.samples(process)) {
      while (at < moves.size() && moves.get(at) <= sample.at()) {
        lastMove = moves.get(at++);
      }
      boolean down = sample.isDown() && sample.at() - lastMove < MOVING;
      if (!down) {
        downSince = Long.MAX_VALUE;
      } else if (downSince == Long.MAX_VALUE || sample.at() - before > SILENT) {
        downSince = sample.at();
      } else if (sample.at() - downSince > bound) {
        found.accept(
            new Finding(
                Check.DOWN_WHILE_MOVING,
                downSince,
                "%s: DOWN for %d s and more, while it moved: %s"
                    .formatted(process, bound / 1_000_000, sample.text())));
        downSince = Long.MAX_VALUE;
      }
      before = sample.at();
    }
  }
}
