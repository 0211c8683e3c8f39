package io.busline.spring;

import io.busline.EventBus;
import io.busline.Subscription;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.EventBusException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * Shows subscriptions and dead letters; never an event's data or key. Operations block while the
 * broker answers.
 */
@Endpoint(id = "busline")
public class BuslineEndpoint {
  /** Enough to see what happens; the command line lists the rest. */
  private static final int MOST_LETTERS = 100;

  private final EventBus bus;

  BuslineEndpoint(EventBus bus) {
    this.bus = bus;
  }

  /**
   * The bus as this instance sees it.
   *
   * @param status UP, DEGRADED or DOWN
   * @param problems one sentence each
   * @param subscriptions those of this instance
   */
  public record Overview(String status, List<String> problems, List<Live> subscriptions) {}

  /**
   * A live subscription.
   *
   * @param group the group; null for a broadcast
   * @param state what it is doing
   * @param lag how many events the group has yet to handle; null if the broker does not tell
   * @param inFlight how many this instance has taken and not settled
   * @param oldestAge how old the oldest of those is; null if that is not known
   */
  public record Live(
      @Nullable String group,
      String state,
      @Nullable Long lag,
      int inFlight,
      @Nullable Duration oldestAge) {}

  /**
   * Dead letters of a group.
   *
   * @param group the group
   * @param letters the first of them, 100 at most
   * @param more whether there are more
   */
  public record Letters(String group, List<Letter> letters, boolean more) {}

  /**
   * A dead letter.
   *
   * @param id the letter's id
   * @param type the event's type
   * @param eventId the event's id
   * @param reason why it was given up
   * @param cause the last failure, its first line
   * @param attempts how often it was tried
   * @param deadAt when it was given up
   */
  public record Letter(
      String id,
      String type,
      String eventId,
      String reason,
      String cause,
      int attempts,
      Instant deadAt) {}

  /**
   * Shows the subscriptions of this instance.
   *
   * @return the overview
   */
  @ReadOperation
  public Overview overview() {
    io.busline.Health health = bus.health();
    return new Overview(
        health.status().name(),
        health.problems(),
        bus.subscriptions().stream().map(BuslineEndpoint::live).toList());
  }

  /**
   * Shows the dead letters of a group, of all instances.
   *
   * @param group the group
   * @return its letters, those that died first before the others
   */
  @ReadOperation
  public Letters deadLetters(@Selector String group) {
    List<DeadLetter> letters =
        bus.deadLetters().list(DeadLetterQuery.ofGroup(group), MOST_LETTERS + 1);
    return new Letters(
        group,
        letters.stream().limit(MOST_LETTERS).map(BuslineEndpoint::letter).toList(),
        letters.size() > MOST_LETTERS);
  }

  private static Live live(Subscription subscription) {
    return new Live(
        subscription.group().orElse(null),
        subscription.state().name(),
        lag(subscription),
        subscription.inFlight(),
        subscription.oldestAge().orElse(null));
  }

  /** Null also if the broker is out of reach, which the state shows. */
  private static @Nullable Long lag(Subscription subscription) {
    try {
      OptionalLong lag = subscription.lag();
      return lag.isPresent() ? lag.getAsLong() : null;
    } catch (EventBusException e) {
      return null;
    }
  }

  private static Letter letter(DeadLetter letter) {
    return new Letter(
        letter.id(),
        letter.event().type(),
        letter.event().id(),
        letter.reason().name(),
        letter.cause().lines().findFirst().orElse(""),
        letter.attempts(),
        letter.deadAt());
  }
}
