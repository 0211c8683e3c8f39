package io.busline.soak;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Looks at each event: missing, doubled, false receipts and failures, dead letters. */
final class DeliveryAudit {

  /** How long before a second handling a mishap may have been its cause: leases, heartbeats. */
  private static final long CAUSE_MICROS = 15_000_000;

  private final Journal journal;
  private final Promises promises;
  private final List<Group> groups;
  private final List<Happened> happened;
  private final Consumer<Finding> found;

  DeliveryAudit(Journal journal, Promises promises, List<Group> groups, Consumer<Finding> found) {
    this.journal = journal;
    this.promises = promises;
    this.groups = groups;
    this.happened = journal.happened();
    this.found = found;
  }

  /** Looks at what has a receipt from before a time; what came later may still be on its way. */
  void look(long until) {
    for (Story story : journal.stories()) {
      outcome(story);
      if (story.hasReceipt() && !story.nowhere && story.receipt <= until && promises.durable()) {
        groups.forEach(group -> arrival(story, group));
      }
      for (Group group : groups) {
        doubles(story, group);
        letters(story, group);
      }
      if (promises.transactions()) {
        outputs(story);
      }
    }
  }

  /** Looks for what came late, or would have: a mishap or two explain no such wait. */
  void lookForStuck(Duration bound) {
    long micros = bound.toNanos() / 1_000;
    for (Story story : journal.stories()) {
      for (Group group : groups) {
        long end = end(story, group.name());
        if (story.hasReceipt() && end != Story.NEVER && end - story.receipt > micros) {
          found(
              Check.STUCK,
              story.receipt,
              story,
              group.name(),
              "waited for %d s".formatted((end - story.receipt) / 1_000_000));
        }
      }
    }
  }

  /** When a group was done with it, or it was deleted. */
  private long end(Story story, String group) {
    long ended = Math.min(story.first(group), story.letter(group).orElse(Story.NEVER));
    if (ended != Story.NEVER || journal.listed(group).contains(story.id)) {
      return ended;
    }
    return happened.stream()
        .filter(mishap -> mishap.loses(group) && story.lastTry <= mishap.to())
        .mapToLong(Happened::from)
        .min()
        .orElse(Story.NEVER);
  }

  private void outcome(Story story) {
    if (!story.groups().isEmpty() && story.tries == 0) {
      String group = story.groups().get(0);
      found(Check.PHANTOM, story.first(group), story, group, "was never published");
    }
    if (story.nowhere && story.hasReceipt() && promises.durable()) {
      found(Check.NOWHERE, story.receipt, story, "all groups", "its receipt says 'nowhere'");
    }
    boolean surelyNotStored = story.failed && !story.unknown && !story.hasReceipt();
    if (surelyNotStored && story.tries == 1 && !story.groups().isEmpty()) {
      String group = story.groups().get(0);
      found(
          Check.FAILED_YET_HANDLED,
          story.first(group),
          story,
          group,
          "its publish 'surely' failed: " + story.failure);
    }
  }

  private void arrival(Story story, Group group) {
    if (story.ended(group.name()) || journal.listed(group.name()).contains(story.id)) {
      return;
    }
    boolean lost =
        happened.stream().anyMatch(m -> m.loses(group.name()) && story.lastTry <= m.to());
    found(
        lost ? Check.LOST_WITH_DELETED : Check.MISSING,
        story.receipt,
        story,
        group.name(),
        "has a receipt");
  }

  private void doubles(Story story, Group group) {
    List<Handling> handlings = story.handlings(group.name());
    if (!group.countsDoubles() || !promises.durable()) {
      return;
    }
    Handling before = null;
    for (Handling handling : handlings) {
      if (before != null) {
        boolean explained = story.tries > 1 || explained(group, before.at(), handling.at());
        found(
            explained ? Check.DOUBLED : Check.DOUBLED_WITHOUT_CAUSE,
            handling.at(),
            story,
            group.name(),
            "handled in %s and %s, %d ms later"
                .formatted(
                    before.process(), handling.process(), (handling.at() - before.at()) / 1_000));
      }
      before = handling;
    }
  }

  /** Whether something had happened to the group or the broker between the two, or just before. */
  private boolean explained(Group group, long first, long second) {
    return happened.stream()
        .filter(mishap -> mishap.concerns(group.name()))
        .anyMatch(m -> m.from() <= second && saturated(m.to()) >= first);
  }

  private static long saturated(long end) {
    return end == Long.MAX_VALUE ? end : end + CAUSE_MICROS;
  }

  private void letters(Story story, Group group) {
    story
        .letter(group.name())
        .ifPresent(
            at -> {
              boolean listed = journal.listed(group.name()).contains(story.id);
              boolean lost =
                  happened.stream().anyMatch(m -> m.mishap() == Mishap.DELETE_WAL && at <= m.to());
              if (journal.isListed(group.name()) && !listed && !lost) {
                found(Check.LETTER_GONE, at, story, group.name(), "the broker does not list it");
              }
            });
    boolean letter =
        story.letter(group.name()).isPresent() || journal.listed(group.name()).contains(story.id);
    if (letter && !group.isPoison(story.number())) {
      found(
          Check.LETTER_UNMEANT,
          story.letter(group.name()).orElse(story.receipt),
          story,
          group.name(),
          "was given up");
    }
  }

  /** An event that was stored twice, because its publisher asked twice, brings about two. */
  private void outputs(Story story) {
    for (Group group : groups) {
      Set<String> outputs = new HashSet<>();
      story.handlings(group.name()).forEach(handling -> outputs.add(handling.output()));
      outputs.remove("");
      if (outputs.size() > Math.max(1, story.tries)) {
        found(
            Check.OUTPUT_DOUBLED,
            story.first(group.name()),
            story,
            group.name(),
            "%d outputs of %d publishes".formatted(outputs.size(), story.tries));
      }
    }
  }

  private void found(Check check, long at, Story story, String group, String what) {
    found.accept(new Finding(check, at, "event %s, %s: %s".formatted(story.id, group, what)));
  }
}
