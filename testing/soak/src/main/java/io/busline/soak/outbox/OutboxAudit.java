package io.busline.soak.outbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what was committed with what was published and handled.
 *
 * @param committed what transactions have noted, by token
 * @param published what is on the bus, in its order; each as often as it is there
 * @param handled the tokens that handlers have noted, each as often as it was
 */
record OutboxAudit(
    Map<String, Change> committed, List<Change> published, Collection<String> handled) {
  private static final int SHOWN = 5;

  /**
   * A change of an aggregate.
   *
   * @param key which
   * @param n its version afterwards
   * @param token no other change has it
   */
  record Change(String key, long n, String token) {}

  /**
   * What was counted.
   *
   * @param missing committed and not published
   * @param phantom published and not committed, as if it had been rolled back
   * @param misordered published before an earlier version of its key
   * @param unhandled published and without effect
   * @param handledAgain with more than one effect
   * @param doubled on the bus more than once, which at least once allows
   * @param examples of the faults
   */
  record Result(
      int missing,
      int phantom,
      int misordered,
      int unhandled,
      int handledAgain,
      int doubled,
      List<String> examples) {

    boolean isClean() {
      return missing + phantom + misordered + unhandled + handledAgain == 0;
    }
  }

  Result result() {
    List<String> examples = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Map<String, Long> last = new HashMap<>();
    int phantom = 0;
    int misordered = 0;
    int doubled = 0;
    for (Change each : published) {
      if (!seen.add(each.token())) {
        doubled++;
        continue;
      }
      if (!committed.containsKey(each.token())) {
        phantom += note(examples, "published and never committed: " + each);
      }
      if (each.n() != last.getOrDefault(each.key(), 0L) + 1) {
        misordered += note(examples, "after version %s: %s".formatted(last.get(each.key()), each));
      }
      last.merge(each.key(), each.n(), Math::max);
    }
    int missing = 0;
    Map<String, Integer> effects = new HashMap<>();
    handled.forEach(token -> effects.merge(token, 1, Integer::sum));
    int unhandled = 0;
    for (Change each : committed.values()) {
      missing += seen.contains(each.token()) ? 0 : note(examples, "never published: " + each);
      unhandled += effects.containsKey(each.token()) ? 0 : note(examples, "no effect of: " + each);
    }
    int again = (int) effects.values().stream().filter(count -> count > 1).count();
    return new Result(missing, phantom, misordered, unhandled, again, doubled, examples);
  }

  private static int note(List<String> examples, String what) {
    if (examples.size() < SHOWN) {
      examples.add(what);
    }
    return 1;
  }
}
