package io.busline.micrometer;

import io.busline.EventBus;
import io.busline.HandlingObservation;
import io.busline.Observer;
import io.busline.PublishObservation;
import io.busline.PublishOutcome;
import io.busline.event.Event;
import io.busline.telemetry.MessagingSystem;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The observations {@code busline.publish} and {@code busline.handle} of one bus. Micrometer makes
 * of them what its registry has handlers for: timers, and with Micrometer Tracing spans, whose
 * context then travels with events. Beside {@link BuslineMetrics}, its timers count the same events
 * under other names.
 *
 * <p>Handlers of observations run on the threads that publish and handle, and must not block.
 */
public final class BuslineObservations implements Observer {
  private static final PublishConvention PUBLISH = new PublishConvention();
  private static final HandleConvention HANDLE = new HandleConvention();

  private final ObservationRegistry registry;
  private volatile String system = Names.NONE;

  private BuslineObservations(ObservationRegistry registry) {
    this.registry = Objects.requireNonNull(registry, "registry");
  }

  /**
   * Creates an observer.
   *
   * @param registry where observations go
   * @return the observer, for one bus
   */
  public static BuslineObservations of(ObservationRegistry registry) {
    return new BuslineObservations(registry);
  }

  @Override
  public void connected(EventBus bus, String broker) {
    system = MessagingSystem.of(broker);
  }

  @Override
  public PublishObservation publishing(Publish publish) {
    PublishContext context = new PublishContext(publish, system);
    Observation observation =
        BuslineObservation.PUBLISH.start(null, PUBLISH, () -> context, registry);
    return new Publishing(observation, carried(context));
  }

  private static Map<String, String> carried(PublishContext context) {
    Map<String, String> carrier = context.getCarrier();
    return carrier == null ? Map.of() : carrier;
  }

  @Override
  public HandlingObservation handling(Delivered delivered) {
    return started(new HandleContext(List.of(delivered), false, system));
  }

  @Override
  public HandlingObservation handlingTogether(List<Delivered> delivered) {
    return started(new HandleContext(delivered, true, system));
  }

  private HandlingObservation started(HandleContext context) {
    return new Handling(BuslineObservation.HANDLE.start(null, HANDLE, () -> context, registry));
  }

  private record Publishing(Observation observation, Map<String, String> carrier)
      implements PublishObservation {

    /** An event that has a trace keeps it whole. */
    @Override
    public Map<String, String> attributes(Event<?> event) {
      return event.extensions().containsKey("traceparent")
          ? Map.of()
          : carrier.entrySet().stream()
              .filter(entry -> entry.getKey().startsWith("trace"))
              .filter(entry -> !entry.getValue().isEmpty())
              .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public Map<String, String> headers() {
      return carrier;
    }

    @Override
    public void ended(PublishEnd end) {
      if (end.outcome() instanceof PublishOutcome.Failed failed) {
        observation.error(failed.cause());
      } else if (end.outcome() instanceof PublishOutcome.Unknown unknown) {
        observation.error(unknown.cause());
      }
      observation.stop();
    }
  }

  private record Handling(Observation observation) implements HandlingObservation {
    @Override
    public Scope open() {
      return observation.openScope()::close;
    }

    @Override
    public void ended(AttemptEnd end) {
      if (end.failure() != null) {
        observation.error(end.failure());
      }
      observation.stop();
    }
  }
}
