package io.busline.micrometer;

import io.busline.Observer.Delivered;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What handlers and conventions of observations know of an attempt. Its carrier is what the message
 * has come with: its headers, or else the attributes of its event. A batch has no carrier's trace,
 * for it has many.
 */
public final class HandleContext extends ReceiverContext<Map<String, String>> {
  private final List<Delivered> delivered;
  private final String system;

  HandleContext(List<Delivered> delivered, boolean together, String system) {
    super(Map::get, Kind.CONSUMER);
    this.delivered = List.copyOf(delivered);
    this.system = system;
    setCarrier(together ? Map.of() : carrier(delivered.get(0)));
    setRemoteServiceName(system);
  }

  private static Map<String, String> carrier(Delivered delivered) {
    return delivered.headers().containsKey("traceparent")
        ? delivered.headers()
        : delivered.event().extensions();
  }

  /**
   * What is handled.
   *
   * @return the event, or the events of a batch
   */
  public List<Delivered> delivered() {
    return delivered;
  }

  /**
   * What has carried it.
   *
   * @return the value of {@code messaging.system}
   */
  public String system() {
    return system;
  }

  Delivered first() {
    return delivered.get(0);
  }

  @Nullable String group() {
    return first().attempt().group().orElse(null);
  }
}
