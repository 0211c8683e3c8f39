package io.busline.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of one event. Times are microseconds of the machine's monotonic clock. */
final class Story {
  static final long NEVER = Long.MAX_VALUE;

  final String id;

  /** Publishes of the same event, with the same id, may be several. */
  int tries;

  long firstTry = NEVER;
  long lastTry = NEVER;
  long receipt = NEVER;

  /** The receipt said that nobody wanted it. */
  boolean nowhere;

  /** One publish failed: it was surely not stored by that. */
  boolean failed;

  /** Why, as the publisher was told; empty if it did not fail. */
  String failure = "";

  /** Of one publish nobody could tell, or its process was killed before it could. */
  boolean unknown;

  private final Map<String, List<Handling>> handlings = new HashMap<>(4);
  private final Map<String, Long> letters = new HashMap<>(2);

  Story(String id) {
    this.id = id;
  }

  /** Ids are KEY.NUMBER; others were not published here. */
  String key() {
    return id.substring(0, Math.max(0, id.lastIndexOf('.')));
  }

  /** Its place in its key, from 0; -1 if it was not published here. */
  int number() {
    return number(id);
  }

  static int number(String id) {
    String digits = id.substring(id.lastIndexOf('.') + 1);
    return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : -1;
  }

  void handled(String group, Handling handling) {
    handlings.computeIfAbsent(group, name -> new ArrayList<>(1)).add(handling);
  }

  /** In the order of time. */
  List<Handling> handlings(String group) {
    List<Handling> noted = handlings.getOrDefault(group, List.of());
    return noted.size() < 2
        ? noted
        : noted.stream().sorted((a, b) -> Long.compare(a.at(), b.at())).toList();
  }

  /** Groups that have handled it. */
  List<String> groups() {
    return handlings.keySet().stream().sorted().toList();
  }

  /** When a group first handled it; {@link #NEVER} if it has not. */
  long first(String group) {
    return handlings(group).stream().mapToLong(Handling::at).findFirst().orElse(NEVER);
  }

  void letter(String group, long at) {
    letters.putIfAbsent(group, at);
  }

  /** When it was told to be among the dead letters. */
  Optional<Long> letter(String group) {
    return Optional.ofNullable(letters.get(group));
  }

  boolean hasReceipt() {
    return receipt != NEVER;
  }

  /** Whether a group is done with it. */
  boolean ended(String group) {
    return handlings.containsKey(group) || letters.containsKey(group);
  }
}
