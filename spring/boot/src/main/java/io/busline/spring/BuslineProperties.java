package io.busline.spring;

import java.time.Duration;
import java.util.Map;
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
 * @param buses Further buses by name, for @Subscribe(bus = …) and @Qualifier.
 * @param subscriptions What holds for methods with @Subscribe that do not say otherwise.
 * @param health How health is told.
 * @param actuator What the endpoint may do.
 * @param json How event data is written and read.
 * @param outbox How busline-outbox works, if it is there.
 */
@ConfigurationProperties(prefix = "busline", ignoreUnknownFields = false)
public record BuslineProperties(
    @Nullable String url,
    @Nullable String service,
    @DefaultValue("false") boolean failFast,
    @DefaultValue("30s") Duration publishTimeout,
    @DefaultValue("20s") Duration drainTimeout,
    @DefaultValue("10s") Duration closeTimeout,
    @DefaultValue Map<String, Bus> buses,
    @DefaultValue Subscriptions subscriptions,
    @DefaultValue Health health,
    @DefaultValue Actuator actuator,
    @DefaultValue Json json,
    @DefaultValue Outbox outbox) {

  /** What is set for a bus by its name. */
  Bus bus(String name) {
    Bus bus = buses.get(name);
    return bus == null ? new Bus(url, null, null, null, null) : bus;
  }

  boolean failFast(String name) {
    Boolean own = bus(name).failFast();
    return own == null ? failFast : own;
  }

  /**
   * A bus with a name. What is left out is as for all.
   *
   * @param url Broker that carries events. Needed.
   * @param service Name of the service on this bus.
   * @param failFast Whether the start fails if this broker is out of reach.
   * @param publishTimeout Longest time that a publish takes.
   * @param closeTimeout Longest time that the bus takes to confirm what was published.
   */
  public record Bus(
      @Nullable String url,
      @Nullable String service,
      @Nullable Boolean failFast,
      @Nullable Duration publishTimeout,
      @Nullable Duration closeTimeout) {}

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

  /**
   * How event data is written and read.
   *
   * @param applicationSettings Whether the settings of the application's own mapper, such as those
   *     below spring.jackson, hold for events.
   */
  public record Json(@DefaultValue("true") boolean applicationSettings) {}

  /**
   * How the outbox and the inbox work.
   *
   * @param enabled Whether there is an outbox, with busline-outbox and a data source.
   * @param bus Bus that events go to, if there are several. By default the default bus.
   * @param schema What is done about the tables at the start.
   * @param tablePrefix How the tables' names begin, with a schema before it if need be.
   * @param dataSource Bean of the data source with the tables, if there are several.
   * @param transactionManager Bean of the transaction manager, if there are several.
   * @param relay Whether this application publishes what is committed. If not, others do.
   * @param maxRate How many events a second the relay publishes at most. 0 for no limit.
   * @param inboxRetention Time for which the inbox remembers that an event was handled.
   */
  public record Outbox(
      @DefaultValue("true") boolean enabled,
      @Nullable String bus,
      @DefaultValue("create") Schema schema,
      @DefaultValue("busline_") String tablePrefix,
      @Nullable String dataSource,
      @Nullable String transactionManager,
      @DefaultValue("true") boolean relay,
      @DefaultValue("0") int maxRate,
      @DefaultValue("7d") Duration inboxRetention) {}

  /** What is done about the tables of the outbox. */
  public enum Schema {
    /** They are made if they are missing, and verified. */
    CREATE,
    /** They are verified: Flyway or Liquibase has made them. */
    VERIFY,
    /** Nothing. */
    NONE
  }
}
