package io.busline.micrometer;

import io.busline.Observer.Publish;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What handlers and conventions of observations know of a publish. */
public final class PublishContext extends SenderContext<Map<String, String>> {
  private final Publish publish;
  private final String system;

  PublishContext(Publish publish, String system) {
    super(PublishContext::put, Kind.PRODUCER);
    this.publish = publish;
    this.system = system;
    setCarrier(new HashMap<>());
    setRemoteServiceName(system);
  }

  private static void put(@Nullable Map<String, String> carrier, String key, String value) {
    if (carrier != null) {
      carrier.put(key, value);
    }
  }

  /**
   * What is published.
   *
   * @return the event, its topic, and how it comes to be published
   */
  public Publish publish() {
    return publish;
  }

  /**
   * What carries it.
   *
   * @return the value of {@code messaging.system}
   */
  public String system() {
    return system;
  }
}
