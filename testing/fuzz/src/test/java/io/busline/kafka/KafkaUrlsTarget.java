package io.busline.kafka;

import io.busline.error.ConfigurationException;
import io.busline.fuzz.Target;
import io.busline.fuzz.Urls;
import java.util.Set;

/** URLs of Kafka, and what its client is told of them. */
public final class KafkaUrlsTarget implements Target {
  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof ConfigurationException;
  }

  @Override
  public void read(byte[] input) {
    Urls.read(
        input,
        Set.of("kafka"),
        url -> {
          KafkaSettings settings = KafkaSettings.read(url);
          ClientProperties properties = new ClientProperties(settings, "fuzz");
          if (settings.retention().toMillis() <= 0) {
            throw new AssertionError(settings.retention());
          }
          return settings + settings.place() + properties.producer() + properties.admin();
        });
  }
}
