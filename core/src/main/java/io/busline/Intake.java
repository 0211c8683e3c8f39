package io.busline;

import io.busline.delivery.Delivery;
import io.busline.delivery.DeliveryMachine;
import io.busline.event.Ordering;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.Redrive;
import io.busline.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What a broker delivers, on its way into the machine. On the loop's thread. */
final class Intake implements Inbox {

  /** A time before every other. */
  private static final long AT_ONCE = Long.MIN_VALUE;

  private final SubscriptionSettings settings;
  private final DeliveryMachine machine;
  private final TimeSource time;
  private final Consumer<InboundMessage> passedOver;

  Intake(
      SubscriptionSettings settings,
      DeliveryMachine machine,
      TimeSource time,
      Consumer<InboundMessage> passedOver) {
    this.settings = settings;
    this.machine = machine;
    this.time = time;
    this.passedOver = passedOver;
  }

  @Override
  public void arrived(InboundMessage message) {
    Redrive redrive = Redrive.of(message.event());
    if (redrive != null && !redrive.group().equals(settings.group())) {
      passedOver.accept(message);
      return;
    }
    String key = settings.ordering() == Ordering.PER_KEY ? message.orderingKey() : null;
    Instant notBefore = message.notBefore().orElse(null);
    long now = notBefore == null ? AT_ONCE : time.nanos();
    long dueAt = notBefore == null ? AT_ONCE : now + nanosUntil(notBefore);
    machine.arrived(new Delivery(message, key, message.priorAttempts(), dueAt), now);
  }

  /** The clock that noted the time may be ahead of ours: no retry waits longer than it could. */
  private long nanosUntil(Instant moment) {
    Duration left = Duration.between(time.now(), moment);
    long longest = settings.retry().longestNanos();
    return left.compareTo(Duration.ofNanos(longest)) > 0 ? longest : Math.max(0, left.toNanos());
  }

  @Override
  public void revoked(InboundMessage message) {
    revoked(List.of(message));
  }

  /** Looks once at what is held, not once for each of them. */
  @Override
  public void revoked(Collection<? extends InboundMessage> messages) {
    Set<Object> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    gone.addAll(messages);
    List<Delivery> taken = new ArrayList<>();
    machine.forEachHeld(
        delivery -> {
          if (gone.contains(delivery.message())) {
            taken.add(delivery);
          }
        });
    taken.forEach(delivery -> machine.revoked(delivery, time.nanos()));
  }
}
