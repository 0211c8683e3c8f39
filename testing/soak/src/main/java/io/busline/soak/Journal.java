package io.busline.soak;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What all processes have said, and what has happened. Whoever reads more than one thing of it
 * holds its monitor. Safe for use by several threads.
 */
final class Journal {
  private final Map<String, Story> stories = new HashMap<>();
  private final Map<String, List<Long>> progress = new TreeMap<>();
  private final Map<String, List<Sample>> samples = new TreeMap<>();
  private final Map<String, String> groupOf = new TreeMap<>();
  private final Map<String, Integer> nextNumber = new HashMap<>();
  private final List<Happened> happened = new ArrayList<>();
  private final Map<String, Set<String>> listed = new TreeMap<>();
  private final List<Finding> noted = new ArrayList<>();
  private long receipts;
  private long handlings;

  /** A process of a group, or of none if it publishes. */
  synchronized void cast(String process, String group) {
    groupOf.put(process, group);
  }

  /** The group of a process; empty if it publishes. */
  synchronized String groupOf(String process) {
    return groupOf.getOrDefault(process, "");
  }

  /**
   * Notes a line that a process has written.
   *
   * @param process which process
   * @param line as {@link Line} has it
   */
  synchronized void note(String process, Line line) {
    switch (line.kind()) {
      case TRIED -> tried(line);
      case STORED, NOWHERE -> stored(process, line);
      case FAILED -> {
        story(line.id()).failed = true;
        story(line.id()).failure = line.rest();
      }
      case UNKNOWN -> story(line.id()).unknown = true;
      case HANDLED -> handled(process, line);
      case LETTER -> {
        story(line.id()).letter(groupOf(process), line.at());
        moved(process, line.at());
      }
      case HEALTH ->
          samples
              .computeIfAbsent(process, name -> new ArrayList<>())
              .add(new Sample(line.at(), line.id(), line.rest()));
      case READY -> {}
    }
  }

  private void tried(Line line) {
    Story story = story(line.id());
    story.tries++;
    story.firstTry = Math.min(story.firstTry, line.at());
    story.lastTry = line.at();
    nextNumber.merge(story.key(), story.number() + 1, Math::max);
  }

  private void stored(String process, Line line) {
    Story story = story(line.id());
    story.receipt = line.at();
    story.nowhere = line.kind() == Line.Kind.NOWHERE;
    receipts++;
    moved(process, line.at());
  }

  private void handled(String process, Line line) {
    story(line.id()).handled(groupOf(process), new Handling(line.at(), process, line.rest()));
    handlings++;
    moved(process, line.at());
  }

  private void moved(String process, long at) {
    progress.computeIfAbsent(process, name -> new ArrayList<>()).add(at);
  }

  private Story story(String id) {
    return stories.computeIfAbsent(id, Story::new);
  }

  /** The number with which the next life of a publisher goes on with a key. */
  synchronized int next(String key) {
    return nextNumber.getOrDefault(key, 0);
  }

  synchronized int begin(Happened mishap) {
    happened.add(mishap);
    return happened.size() - 1;
  }

  synchronized void end(int index, long at) {
    happened.set(index, happened.get(index).until(at));
  }

  /** The dead letters of a group, as the broker lists them at the end. */
  synchronized void list(String group, Collection<String> ids) {
    listed.put(group, new HashSet<>(ids));
  }

  /** A fault that was seen at once. */
  synchronized void fault(Finding finding) {
    noted.add(finding);
  }

  synchronized Collection<Story> stories() {
    return List.copyOf(stories.values());
  }

  synchronized List<Happened> happened() {
    return List.copyOf(happened);
  }

  /**
   * When receipts, handlings or letters of a process came, in the order in which they were read.
   */
  synchronized List<Long> progress(String process) {
    return List.copyOf(progress.getOrDefault(process, List.of()));
  }

  synchronized List<Sample> samples(String process) {
    return List.copyOf(samples.getOrDefault(process, List.of()));
  }

  /** All of a group; of the empty one, those that publish. */
  synchronized List<String> processes(String group) {
    return groupOf.entrySet().stream()
        .filter(each -> each.getValue().equals(group))
        .map(Map.Entry::getKey)
        .toList();
  }

  synchronized boolean isListed(String group) {
    return listed.containsKey(group);
  }

  synchronized Set<String> listed(String group) {
    return listed.getOrDefault(group, Set.of());
  }

  synchronized List<Finding> noted() {
    return List.copyOf(noted);
  }

  synchronized long receipts() {
    return receipts;
  }

  synchronized long handlings() {
    return handlings;
  }
}
