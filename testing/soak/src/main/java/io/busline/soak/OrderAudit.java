package io.busline.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the first handlings of each key: if one event had its receipt before another was
 * published, no group may handle the other one first.
 */
final class OrderAudit {
  private final Journal journal;
  private final List<Group> groups;
  private final List<Happened> happened;
  private final Consumer<Finding> found;

  OrderAudit(Journal journal, List<Group> groups, Consumer<Finding> found) {
    this.journal = journal;
    this.groups = groups;
    this.happened = journal.happened();
    this.found = found;
  }

  void look() {
    Map<String, List<Story>> keys = new HashMap<>();
    for (Story story : journal.stories()) {
      if (story.hasReceipt()) {
        keys.computeIfAbsent(story.key(), key -> new ArrayList<>()).add(story);
      }
    }
    for (List<Story> key : keys.values()) {
      // The latest first.
      key.sort((a, b) -> Integer.compare(b.number(), a.number()));
      groups.forEach(group -> look(group.name(), key));
    }
  }

  private void look(String group, List<Story> latestFirst) {
    Story earliest = null;
    for (Story story : latestFirst) {
      long first = story.first(group);
      if (first == Story.NEVER) {
        continue;
      }
      if (earliest == null || first < earliest.first(group)) {
        earliest = story;
      } else if (isOvertaken(group, story, earliest)) {
        found.accept(
            new Finding(
                Check.MISORDERED,
                first,
                "event %s, %s: handled in %s, %d ms after %s in %s"
                    .formatted(
                        story.id,
                        group,
                        process(story, group),
                        (first - earliest.first(group)) / 1_000,
                        earliest.id,
                        process(earliest, group))));
      }
    }
  }

  private boolean isOvertaken(String group, Story story, @Nullable Story other) {
    return other != null
        && story.receipt < other.firstTry
        // What was lost with the topic may have been in somebody's hands still.
        && happened.stream()
            .noneMatch(m -> m.loses(group) && story.lastTry <= m.to() && other.lastTry >= m.from());
  }

  private static String process(Story story, String group) {
    return story.handlings(group).get(0).process();
  }
}
