package io.busline.spring;

import io.busline.EventBus;
import io.busline.RedriveOptions;
import io.busline.RedriveReport;
import io.busline.Subscription;
import io.busline.admin.DeadLetterQuery;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/** The endpoint that also acts, for {@code busline.actuator.write=true}. */
@Endpoint(id = "busline")
public final class WritableBuslineEndpoint extends BuslineEndpoint {
  WritableBuslineEndpoint(BusStarts starts) {
    super(starts);
  }

  /** What can be done to a group. */
  public enum Action {
    /** This instance takes no more events of the group. */
    PAUSE,
    /** Ends that. */
    RESUME,
    /** The group's dead letters are handled again, by whichever instance. */
    REDRIVE
  }

  /**
   * What was done.
   *
   * @param group the group
   * @param action what
   * @param count how many subscriptions, or dead letters
   * @param failed how many dead letters could not be redriven, and stay
   */
  public record Result(String group, String action, int count, int failed) {}

  /**
   * Acts on a group. Blocks until that is done.
   *
   * @param group the group
   * @param action pause, resume or redrive
   * @param bus the name of its bus; null if this instance has only one, or one with the group
   * @param letter the id of one dead letter to redrive; null for all of the group
   * @return what was done
   */
  @WriteOperation
  public Result act(
      @Selector String group, Action action, @Nullable String bus, @Nullable String letter) {
    EventBus meantBus = meant(group, bus);
    String name = action.name().toLowerCase(Locale.ROOT);
    if (action == Action.REDRIVE) {
      RedriveReport report =
          meantBus
              .deadLetters()
              .redrive(DeadLetterQuery.ofGroup(group).withId(letter), RedriveOptions.now());
      return new Result(group, name, report.redriven(), report.failed());
    }
    List<Subscription> meant =
        meantBus.subscriptions().stream()
            .filter(subscription -> group.equals(subscription.group().orElse(null)))
            .toList();
    if (meant.isEmpty()) {
      throw new InvalidEndpointRequestException(
          "this instance has no subscription of the group \"%s\"".formatted(group),
          "no such group");
    }
    meant.forEach(action == Action.PAUSE ? Subscription::pause : Subscription::resume);
    return new Result(group, name, meant.size(), 0);
  }
}
