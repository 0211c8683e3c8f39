package io.busline;

import io.busline.admin.DeadLetter;
import io.busline.admin.OmittedData;
import io.busline.error.BrokerException;
import io.busline.error.EventBusException;
import io.busline.error.PublishFailedException;
import io.busline.error.PublishUnknownException;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Interrupts;
import io.busline.spi.Output;
import io.busline.spi.Redrive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One redrive. Letters are published in rounds: beside one another, but of each key only one, so
 * that none overtakes one that fails. A letter is removed after it is published, so that a crash in
 * between doubles rather than loses. For one thread.
 */
final class RedriveRun {

  /** So many letters at most are published and not removed yet: those that a crash can double. */
  private static final int MOST_UNREMOVED = 500;

  /** With a rate, so many rounds a second. */
  private static final int ROUNDS_PER_SECOND = 10;

  private final DeadLetterStore store;
  private final Publisher publisher;
  private final RedriveOptions options;
  private final int roundSize;

  /** For each key of a group that a letter has failed of: that letter's id. */
  private final Map<Lane, String> blocked = new HashMap<>();

  private final List<String> unremoved = new ArrayList<>();
  private final List<RedriveReport.Failure> failures = new ArrayList<>();
  private int redriven;
  private int failed;

  /** What keeps the order of its letters. */
  private record Lane(String group, String topic, String key) {}

  RedriveRun(DeadLetterStore store, Publisher publisher, RedriveOptions options) {
    this.store = store;
    this.publisher = publisher;
    this.options = options;
    this.roundSize =
        options.perSecond() == 0
            ? MOST_UNREMOVED
            : Math.min(MOST_UNREMOVED, Math.max(1, options.perSecond() / ROUNDS_PER_SECOND));
  }

  /** Redrives some letters, which follow those before in the order of death. */
  void redrive(List<DeadLetter> letters) {
    List<DeadLetter> waiting = letters;
    try {
      while (!waiting.isEmpty()) {
        List<DeadLetter> round = new ArrayList<>();
        waiting = divide(waiting, round);
        publish(round);
        if (unremoved.size() + roundSize > MOST_UNREMOVED) {
          removeRedriven();
        }
        rest(round.size());
      }
    } finally {
      removeRedriven();
    }
  }

  /** Fills a round, of each lane with the first one; returns what is left for the next rounds. */
  private List<DeadLetter> divide(List<DeadLetter> waiting, List<DeadLetter> round) {
    List<DeadLetter> later = new ArrayList<>();
    Set<Lane> taken = new HashSet<>();
    for (DeadLetter letter : waiting) {
      Lane lane = lane(letter);
      String before = lane == null ? null : blocked.get(lane);
      OmittedData omitted = OmittedData.of(letter.event()).orElse(null);
      if (before != null) {
        fail(letter, behind(letter, before));
      } else if (omitted != null) {
        block(letter);
        fail(letter, withoutData(letter, omitted));
      } else if (round.size() < roundSize && (lane == null || taken.add(lane))) {
        round.add(letter);
      } else {
        later.add(letter);
      }
    }
    return later;
  }

  private static @Nullable Lane lane(DeadLetter letter) {
    String key = letter.event().keyOrNull();
    return key == null ? null : new Lane(letter.group(), letter.topic(), key);
  }

  private static PublishFailedException behind(DeadLetter letter, String before) {
    return new PublishFailedException(
        "event %s of type %s was not sent, to keep the order of its key: letter %s is before it, and was not redriven"
            .formatted(letter.event().id(), letter.event().type(), before));
  }

  private static PublishFailedException withoutData(DeadLetter letter, OmittedData omitted) {
    return new PublishFailedException(
        "event %s of type %s was not sent: letter %s has none of its data, which was too large to be kept. Publish the original again, from topic %s%s, and discard the letter"
            .formatted(
                letter.event().id(),
                letter.event().type(),
                letter.id(),
                letter.topic(),
                omitted.position().isEmpty() ? "" : " at " + omitted.position()));
  }

  private void block(DeadLetter letter) {
    Lane lane = lane(letter);
    if (lane != null) {
      blocked.put(lane, letter.id());
    }
  }

  private void publish(List<DeadLetter> round) {
    if (options.dryRun()) {
      redriven += round.size();
      return;
    }
    Map<String, Output> outputs = new LinkedHashMap<>();
    for (DeadLetter letter : round) {
      Redrive mark = new Redrive(letter.group(), letter.id());
      outputs.put(letter.id(), new Output(letter.topic(), mark.mark(letter.event())));
    }
    if (isRedrivenAtOnce(round, outputs)) {
      return;
    }
    List<PublishOutcome> outcomes = publisher.republishAll(List.copyOf(outputs.values()));
    for (int i = 0; i < round.size(); i++) {
      DeadLetter letter = round.get(i);
      EventBusException cause = causeOf(outcomes.get(i));
      if (cause == null) {
        redriven++;
        unremoved.add(letter.id());
      } else {
        block(letter);
        fail(letter, cause);
      }
    }
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted(null);
    }
  }

  /** Whether the broker has published and removed all of a round, or none of it. */
  private boolean isRedrivenAtOnce(List<DeadLetter> round, Map<String, Output> outputs) {
    try {
      if (!store.redrive(outputs)) {
        return false;
      }
      redriven += round.size();
      outputs.values().forEach(publisher::redriven);
    } catch (BrokerException e) {
      for (DeadLetter letter : round) {
        block(letter);
        fail(letter, e);
      }
    }
    return true;
  }

  private static @Nullable EventBusException causeOf(PublishOutcome outcome) {
    if (outcome instanceof PublishOutcome.Failed notStored) {
      return notStored.cause();
    }
    return outcome instanceof PublishOutcome.Unknown unclear ? unclear.cause() : null;
  }

  private void fail(DeadLetter letter, EventBusException cause) {
    failed++;
    if (failures.size() < RedriveReport.MOST_FAILURES) {
      failures.add(new RedriveReport.Failure(letter, cause));
    }
  }

  private void removeRedriven() {
    if (!unremoved.isEmpty()) {
      List<String> ids = List.copyOf(unremoved);
      unremoved.clear();
      // An interrupted redrive still removes what it has published.
      var unused = Interrupts.defer(() -> store.remove(ids));
    }
  }

  private void rest(int published) {
    if (options.perSecond() == 0 || options.dryRun()) {
      return;
    }
    try {
      TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(published) / options.perSecond());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw interrupted(e);
    }
  }

  private static PublishUnknownException interrupted(@Nullable Exception e) {
    return new PublishUnknownException(
        "the redrive was interrupted. Do it again: nothing is lost, and nothing doubled where the broker recognises duplicates",
        e);
  }

  RedriveReport report() {
    return new RedriveReport(redriven, failed, failures, options.dryRun());
  }
}
