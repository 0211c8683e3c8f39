package io.busline.spring;

import io.busline.EventBus;
import io.busline.Health;
import io.busline.Subscription;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.error.EventBusException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
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

  private final BusStarts starts;

  BuslineEndpoint(BusStarts starts) {
    this.starts = starts;
  }

  /**
   * The buses as this instance sees them.
   *
   * @param status UP, DEGRADED or DOWN: that of the worst
   * @param problems one sentence each
   * @param subscriptions those of this instance
   */
  public record Overview(String status, List<String> problems, List<Live> subscriptions) {}

  /**
   * A live subscription.
   *
   * @param bus the name of its bus
   * @param group the group; null for a broadcast
   * @param state what it is doing
   * @param lag how many events the group has yet to handle; null if the broker does not tell
   * @param inFlight how many this instance has taken and not settled
   * @param oldestAge how old the oldest of those is; null if that is not known
   */
  public record Live(
      String bus,
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
    List<Health> healths = starts.all().stream().map(start -> start.bus().health()).toList();
    return new Overview(
        healths.stream()
            .map(Health::status)
            .max(Comparator.naturalOrder())
            .orElse(Health.Status.DOWN)
            .name(),
        healths.stream().flatMap(health -> health.problems().stream()).toList(),
        starts.all().stream().flatMap(BuslineEndpoint::live).toList());
  }

  /**
   * Shows the dead letters of a group, of all instances.
   *
   * @param group the group
   * @param bus the name of its bus; null if this instance has only one, or one with the group
   * @return its letters, those that died first before the others
   */
  @ReadOperation
  public Letters deadLetters(@Selector String group, @Nullable String bus) {
    List<DeadLetter> letters =
        meant(group, bus).deadLetters().list(DeadLetterQuery.ofGroup(group), MOST_LETTERS + 1);
    return new Letters(
        group,
        letters.stream().limit(MOST_LETTERS).map(BuslineEndpoint::letter).toList(),
        letters.size() > MOST_LETTERS);
  }

  /**
   * The bus of a group that somebody asks for.
   *
   * @throws InvalidEndpointRequestException if there is none, or several may be meant
   */
  final EventBus meant(String group, @Nullable String name) {
    List<BusStart> candidates =
        starts.all().stream().filter(start -> name == null || start.name().equals(name)).toList();
    if (candidates.size() > 1) {
      candidates = candidates.stream().filter(start -> has(start, group)).toList();
    }
    if (candidates.size() != 1) {
      throw new InvalidEndpointRequestException(
          "it is not clear which bus has the group \"%s\". Name one of them with bus=: %s"
              .formatted(
                  group, String.join(", ", starts.all().stream().map(BusStart::name).toList())),
          "which bus?");
    }
    return candidates.get(0).bus();
  }

  private static boolean has(BusStart start, String group) {
    return start.bus().subscriptions().stream()
        .anyMatch(subscription -> group.equals(subscription.group().orElse(null)));
  }

  private static Stream<Live> live(BusStart start) {
    return start.bus().subscriptions().stream()
        .map(subscription -> live(start.name(), subscription));
  }

  private static Live live(String bus, Subscription subscription) {
    return new Live(
        bus,
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
