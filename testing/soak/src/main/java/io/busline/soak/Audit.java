package io.busline.soak;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What was found, by what was looked for: how often, and the first of each.
 *
 * @param counts how often
 * @param examples the first after each mishap, of the first such mishaps
 */
record Audit(Map<Check, Integer> counts, Map<Check, List<Example>> examples) {
  private static final int EXAMPLES = 8;

  /**
   * Looks for everything.
   *
   * @param journal what was said
   * @param promises what the broker promises
   * @param groups the groups
   * @param limits what counts as too late
   */
  static Audit of(Journal journal, Promises promises, List<Group> groups, Limits limits) {
    synchronized (journal) {
      Notes notes = new Notes(journal.happened());
      DeliveryAudit deliveries = new DeliveryAudit(journal, promises, groups, notes);
      deliveries.look(limits.receiptsUntil());
      if (promises.ordered()) {
        new OrderAudit(journal, groups, notes).look();
      }
      if (promises.durable()) {
        deliveries.lookForStuck(limits.stuck());
        new HealthAudit(journal, groups, limits.health(), notes).look(limits.publishedUntil());
      }
      journal.noted().forEach(notes);
      return notes.audit();
    }
  }

  int count(Check check) {
    return counts.getOrDefault(check, 0);
  }

  boolean hasFaults() {
    return counts.keySet().stream().anyMatch(check -> check.isFault);
  }

  /** Keeps the first of what was found after each mishap. */
  private static final class Notes implements Consumer<Finding> {
    private final TreeMap<Long, Happened> happened = new TreeMap<>();
    private final Map<Check, Integer> counts = new EnumMap<>(Check.class);

    /** By when the last mishap before it began. */
    private final Map<Check, TreeMap<Long, Example>> first = new EnumMap<>(Check.class);

    Notes(List<Happened> happened) {
      happened.forEach(each -> this.happened.put(each.from(), each));
    }

    @Override
    public void accept(Finding finding) {
      counts.merge(finding.check(), 1, Integer::sum);
      Map.Entry<Long, Happened> before = happened.floorEntry(finding.at());
      Optional<Happened> after = Optional.ofNullable(before).map(Map.Entry::getValue);
      long since = before == null ? Long.MIN_VALUE : before.getKey();
      first
          .computeIfAbsent(finding.check(), check -> new TreeMap<>())
          .merge(since, new Example(finding, 1, after), Notes::earlier);
    }

    private static Example earlier(Example a, Example b) {
      Finding earlier =
          Stream.of(a.first(), b.first())
              .min(Comparator.comparingLong(Finding::at).thenComparing(Finding::what))
              .orElseThrow();
      return new Example(earlier, a.count() + b.count(), a.after());
    }

    Audit audit() {
      Map<Check, List<Example>> examples = new EnumMap<>(Check.class);
      first.forEach(
          (check, found) -> examples.put(check, found.values().stream().limit(EXAMPLES).toList()));
      return new Audit(counts, examples);
    }
  }
}
