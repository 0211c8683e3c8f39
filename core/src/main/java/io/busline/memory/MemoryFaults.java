package io.busline.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes a memory broker misbehave, in the ways that real ones do. Safe for use by several threads;
 * without a call nothing misbehaves.
 */
public final class MemoryFaults {
  private final AtomicInteger failedPublishes = new AtomicInteger();
  private final AtomicInteger lostConfirmations = new AtomicInteger();
  private final AtomicInteger withheldAnswers = new AtomicInteger();
  private final AtomicInteger duplicates = new AtomicInteger();
  private final AtomicInteger drops = new AtomicInteger();
  private final AtomicInteger lostDeadLetters = new AtomicInteger();
  private volatile boolean outage;
  private volatile boolean paused;
  private volatile boolean shuffled;

  MemoryFaults() {}

  /**
   * Refuses the next publishes: surely not stored.
   *
   * @param count how many
   */
  public void failPublishes(int count) {
    failedPublishes.set(count);
  }

  /**
   * Stores the next publishes and loses the confirmation: outcome unknown.
   *
   * @param count how many
   */
  public void loseConfirmations(int count) {
    lostConfirmations.set(count);
  }

  /**
   * Stores the next publishes and never answers: the publisher's own deadline has to end them.
   *
   * @param count how many
   */
  public void withholdAnswers(int count) {
    withheldAnswers.set(count);
  }

  /**
   * Delivers the next events twice, as a broker does when an acknowledgement was lost.
   *
   * @param count how many
   */
  public void duplicateDeliveries(int count) {
    duplicates.set(count);
  }

  /**
   * Loses the next deliveries on the way; each comes when its lease has run out.
   *
   * @param count how many
   */
  public void dropDeliveries(int count) {
    drops.set(count);
  }

  /**
   * Refuses the next dead letters.
   *
   * @param count how many
   */
  public void failDeadLetters(int count) {
    lostDeadLetters.set(count);
  }

  /**
   * Takes the broker out of reach, or back: publishes fail, and so do polls.
   *
   * @param now whether it is out of reach
   */
  public void outage(boolean now) {
    outage = now;
  }

  /**
   * Holds all deliveries back, or lets them go.
   *
   * @param now whether they are held back
   */
  public void pauseDeliveries(boolean now) {
    paused = now;
  }

  /**
   * Delivers what comes next in one poll in reverse, except that each key keeps its order.
   *
   * @param now whether to
   */
  public void reorderDeliveries(boolean now) {
    shuffled = now;
  }

  boolean failsPublish() {
    return outage || take(failedPublishes);
  }

  boolean losesConfirmation() {
    return take(lostConfirmations);
  }

  boolean withholdsAnswer() {
    return take(withheldAnswers);
  }

  boolean duplicates() {
    return take(duplicates);
  }

  boolean drops() {
    return take(drops);
  }

  boolean failsDeadLetter() {
    return outage || take(lostDeadLetters);
  }

  boolean isOut() {
    return outage;
  }

  boolean isPaused() {
    return paused;
  }

  boolean isReordering() {
    return shuffled;
  }

  private static boolean take(AtomicInteger left) {
    return left.get() > 0 && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
  }

  /** Reverses the order of keys, and leaves that of each. */
  static void reverseAmongKeys(List<HeldMessage> messages) {
    Map<String, List<HeldMessage>> byKey = new LinkedHashMap<>();
    for (HeldMessage message : messages) {
      String key = message.event().keyOrNull();
      byKey
          .computeIfAbsent(
              key == null ? "#" + message.stored.position : "=" + key, k -> new ArrayList<>())
          .add(message);
    }
    List<List<HeldMessage>> lanes = new ArrayList<>(byKey.values());
    Collections.reverse(lanes);
    messages.clear();
    lanes.forEach(messages::addAll);
  }
}
