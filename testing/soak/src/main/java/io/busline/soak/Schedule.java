package io.busline.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** When what happens, by a seed alone: the same seed and the same choice give the same schedule. */
final class Schedule {

  /** Time for groups to be back at work before the next mishap: some find things half mended. */
  private static final int LEAST_PAUSE_MILLIS = 1_000;

  private static final int MOST_PAUSE_MILLIS = 5_000;

  /** How long the same target is left alone after a mishap has ended. */
  private static final int REST_MILLIS = 2_000;

  private final Random random;
  private final List<Mishap> kinds;
  private final Map<Place, Integer> targets;
  private final List<Mishap> deck = new ArrayList<>();
  private final Map<String, Long> busyUntil = new HashMap<>();

  private Schedule(long seed, Collection<Mishap> kinds, int publishers, int instances) {
    this.random = new Random(seed);
    this.kinds = kinds.stream().sorted().toList();
    this.targets =
        Map.of(
            Place.BROKER,
            1,
            Place.PUBLISHER,
            publishers,
            Place.INSTANCE,
            instances,
            Place.CLOCK,
            publishers + instances);
  }

  /**
   * Makes one. Every kind comes once before any comes again.
   *
   * @param seed what decides
   * @param time when the last begins at the latest
   * @param kinds what may happen
   * @param publishers how many processes publish
   * @param instances how many processes handle
   * @return in the order of their beginnings
   */
  static List<Planned> of(
      long seed, Duration time, Collection<Mishap> kinds, int publishers, int instances) {
    return kinds.isEmpty()
        ? List.of()
        : new Schedule(seed, kinds, publishers, instances).plan(time.toMillis());
  }

  private List<Planned> plan(long end) {
    List<Planned> planned = new ArrayList<>();
    long at = LEAST_PAUSE_MILLIS;
    while (at < end) {
      Planned next = next(at);
      if (busyUntil.getOrDefault(lane(next), 0L) <= at) {
        busyUntil.put(lane(next), next.endMillis() + REST_MILLIS);
        planned.add(next);
      } else {
        // It comes after others, and nothing that another seed would have given is lost.
        deck.add(0, next.mishap());
      }
      at += LEAST_PAUSE_MILLIS + random.nextInt(MOST_PAUSE_MILLIS - LEAST_PAUSE_MILLIS);
    }
    return planned;
  }

  private Planned next(long at) {
    if (deck.isEmpty()) {
      deck.addAll(kinds);
      Collections.shuffle(deck, random);
    }
    Mishap mishap = deck.remove(deck.size() - 1);
    int target = random.nextInt(targets.getOrDefault(mishap.place, 1));
    int span = 1_000 * (mishap.mostSeconds - mishap.leastSeconds) + 1;
    long length = 1_000L * mishap.leastSeconds + random.nextInt(span);
    return new Planned(mishap, target, random.nextInt(1 << 16), at, length);
  }

  private static String lane(Planned planned) {
    return planned.mishap().place + "-" + planned.target();
  }
}
