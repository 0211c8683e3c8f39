package io.busline.nats;

import io.busline.error.ConfigurationException;
import io.busline.fuzz.Target;
import io.busline.fuzz.Urls;
import java.util.Set;

/** URLs of NATS and JetStream. */
public final class NatsUrlsTarget implements Target {
  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof ConfigurationException;
  }

  @Override
  public void read(byte[] input) {
    Urls.read(
        input,
        Set.of("nats", "jetstream"),
        url -> {
          NatsSettings settings =
              url.scheme().equals("nats")
                  ? NatsSettings.readCore(url)
                  : NatsSettings.readJetStream(url);
          boolean sound =
              settings.lease().toNanos() > 0
                  && settings.retention().toNanos() > 0
                  && settings.duplicates().toNanos() > 0;
          if (!sound) {
            throw new AssertionError(url);
          }
          return settings + settings.place() + settings.servers();
        });
  }
}
