package io.busline.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set under {@code busline}. A property that is not here is refused.
 *
 * @param url Broker that carries events, such as sqlite:orders.db or jetstream://localhost. Needed.
 * @param service Name of the service, the source of its events and the beginning of its groups. By
 *     default spring.application.name.
 * @param failFast Whether the start fails if the broker is out of reach. By default the application
 *     starts, is not ready, and connects when it can.
 * @param publishTimeout Longest time that a publish takes.
 * @param drainTimeout Longest time that handlers get to finish when the application ends.
 * @param closeTimeout Longest time that the bus takes to confirm what was published, afterwards.
 * @param subscriptions What holds for methods with @Subscribe that do not say otherwise.
 * @param health How health is told.
 * @param actuator What the endpoint may do.
 */
@ConfigurationProperties(prefix = "busline", ignoreUnknownFields = false)
public record BuslineProperties(
    @Nullable String url,
    @Nullable String service,
    @DefaultValue("false") boolean failFast,
    @DefaultValue("30s") Duration publishTimeout,
    @DefaultValue("20s") Duration drainTimeout,
    @DefaultValue("10s") Duration closeTimeout,
    @DefaultValue Subscriptions subscriptions,
    @DefaultValue Health health,
    @DefaultValue Actuator actuator) {

  /**
   * What holds for every subscription.
   *
   * @param concurrency Number of events that a group handles at once in this instance.
   * @param attempts Number of attempts at an event before it is a dead letter.
   * @param firstDelay Time that the second attempt waits. Each further one waits four times as
   *     long.
   * @param maxDelay Longest time that an attempt waits.
   * @param handlerTimeout Time after which a handler that has not returned is interrupted.
   */
  public record Subscriptions(
      @DefaultValue("1") int concurrency,
      @DefaultValue("5") int attempts,
      @DefaultValue("200ms") Duration firstDelay,
      @DefaultValue("30s") Duration maxDelay,
      @DefaultValue("1m") Duration handlerTimeout) {}

  /**
   * How health is told.
   *
   * @param readiness Whether the application is not ready while the bus is down. If not, it is not
   *     ready only until the bus has first connected and subscribed.
   */
  public record Health(@DefaultValue("false") boolean readiness) {}

  /**
   * What the endpoint may do.
   *
   * @param write Whether the endpoint may pause, resume and redrive.
   */
  public record Actuator(@DefaultValue("false") boolean write) {}
}
