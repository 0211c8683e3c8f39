package io.busline;

import io.busline.admin.DeadLetter;
import io.busline.delivery.Delivery;
import io.busline.delivery.DeliveryMachine;
import io.busline.error.BrokerException;
import io.busline.error.TooLargeException;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.Durations;
import io.busline.spi.InboundMessage;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Has dead letters stored, and hears what became of them. On the loop's thread. */
final class Burials {
  private final String group;
  private final @Nullable DeadLetterStore store;
  private final TimeSource time;
  private final DeliveryMachine machine;
  private final SubscriptionStatus status;
  private final Consumer<Runnable> post;

  /** Whose letter the broker has not said anything of yet; weak, as one may be taken away. */
  private final Map<Delivery, DeadLetter> unanswered = new WeakHashMap<>();

  /** Of which letters the broker takes less than the whole; weak, too. */
  private final Map<Delivery, LetterForm> forms = new WeakHashMap<>();

  Burials(
      String group,
      @Nullable DeadLetterStore store,
      TimeSource time,
      DeliveryMachine machine,
      SubscriptionStatus status,
      Consumer<Runnable> post) {
    this.group = group;
    this.store = store;
    this.time = time;
    this.machine = machine;
    this.status = status;
    this.post = post;
  }

  void bury(Delivery delivery) {
    String position = ((InboundMessage) delivery.message()).position();
    DeadLetter letter =
        forms
            .getOrDefault(delivery, LetterForm.WHOLE)
            .of(Obituary.of(delivery, group, time), position);
    DeadLetter before = unanswered.put(delivery, letter);
    if (before != null) {
      Duration waited = Duration.ofNanos(DeliveryMachine.LETTER_TIMEOUT_NANOS);
      status.deadLetterNotStored(
          before,
          new BrokerException("the broker did not answer within " + Durations.format(waited)),
          waited);
    }
    var unused =
        stored(letter)
            .whenComplete(
                (stored, failure) -> post.accept(() -> answered(delivery, letter, failure)));
  }

  private CompletableFuture<Void> stored(DeadLetter letter) {
    try {
      if (store == null) {
        throw new IllegalStateException("a subscription that keeps dead letters has a store");
      }
      return store.store(letter);
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void answered(Delivery delivery, DeadLetter letter, @Nullable Throwable failure) {
    boolean awaited = unanswered.remove(delivery, letter);
    if (failure == null) {
      if (machine.deadLettered(delivery, time.nanos())) {
        HandlingWatch.within(delivery, () -> status.deadLettered(letter, delivery));
      }
    } else if (awaited && !isStoredSmaller(delivery, failure)) {
      long now = time.nanos();
      machine.deadLetterFailed(delivery, now);
      Duration after = Duration.ofNanos(Math.max(0, delivery.dueAt() - now));
      status.deadLetterNotStored(letter, failure, after);
    }
  }

  /** Has less of a letter stored that is too large, if there is less of it. */
  private boolean isStoredSmaller(Delivery delivery, Throwable failure) {
    LetterForm form = forms.getOrDefault(delivery, LetterForm.WHOLE);
    if (!isTooLarge(failure) || form.isLast()) {
      return false;
    }
    forms.put(delivery, form.smaller());
    bury(delivery);
    return true;
  }

  private static boolean isTooLarge(Throwable failure) {
    return failure instanceof TooLargeException
        || (failure instanceof CompletionException
            && failure.getCause() instanceof TooLargeException);
  }
}
