package io.busline.soak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;

/** The tables at the end. */
final class SoakReport {
  private static final int WIDTH = 68;

  private final List<String> lines = new ArrayList<>();
  private final Journal journal;
  private final long began;

  /**
   * A report without a line.
   *
   * @param began when the soak began, from which times are told
   */
  SoakReport(Journal journal, long began) {
    this.journal = journal;
    this.began = began;
  }

  SoakReport title(String text) {
    lines.add("");
    lines.add(text);
    return this;
  }

  SoakReport mishaps(Set<Mishap> kinds, ToIntFunction<Mishap> failures) {
    Map<Mishap, Integer> counts = new EnumMap<>(Mishap.class);
    kinds.forEach(kind -> counts.put(kind, 0));
    journal.happened().forEach(each -> counts.merge(each.mishap(), 1, Integer::sum));
    title("Mishaps");
    counts.forEach(
        (mishap, count) -> {
          int failed = failures.applyAsInt(mishap);
          row(mishap.text, count, failed == 0 ? "" : "  of which not to be had: " + failed);
        });
    return this;
  }

  SoakReport traffic(List<Group> groups, int endedByThemselves) {
    long unknown = 0;
    long failed = 0;
    for (Story story : journal.stories()) {
      unknown += story.hasReceipt() || !story.unknown ? 0 : 1;
      failed += story.hasReceipt() || !story.failed ? 0 : 1;
    }
    title("Traffic");
    row("events with a receipt", journal.receipts(), "");
    row("events that failed", failed, "");
    row("events of which nobody could tell until the end", unknown, "");
    for (Group group : groups) {
      long handled =
          journal.stories().stream().filter(s -> !s.handlings(group.name()).isEmpty()).count();
      row("handled by " + group.name(), handled, "");
      if (journal.isListed(group.name())) {
        row("dead letters of " + group.name(), journal.listed(group.name()).size(), "");
      }
    }
    row("processes that ended by themselves, and were started again", endedByThemselves, "");
    return this;
  }

  SoakReport audit(Audit audit) {
    title("Audit");
    for (Check check : Check.values()) {
      row(check.text, audit.count(check), check.isFault && audit.count(check) > 0 ? "  !" : "");
    }
    List<Check> found =
        audit.examples().keySet().stream()
            .filter(check -> check != Check.DOUBLED)
            .sorted(Comparator.naturalOrder())
            .toList();
    for (Check check : found) {
      title("First " + check.text);
      audit.examples().getOrDefault(check, List.of()).forEach(this::example);
    }
    return this;
  }

  private void example(Example example) {
    String after =
        example
            .after()
            .map(
                each ->
                    "; the last mishap before: %s (%s) at +%s"
                        .formatted(each.mishap().text, each.what(), time(each.from())))
            .orElse("");
    String more = example.count() == 1 ? "" : "; %d such until the next".formatted(example.count());
    lines.add("  +%s  %s%s%s".formatted(time(example.first().at()), example.what(), after, more));
  }

  private String time(long micros) {
    return String.format(Locale.ROOT, "%.3f s", (micros - began) / 1e6);
  }

  private void row(String text, long count, String more) {
    lines.add(
        String.format(Locale.ROOT, "  %-" + WIDTH + "s %,9d%s", text, count, more).stripTrailing());
  }

  SoakReport line(String text) {
    lines.add(text);
    return this;
  }

  List<String> lines() {
    return List.copyOf(lines);
  }
}
