package io.busline.rabbitmq;

import io.busline.error.ConfigurationException;
import io.busline.fuzz.Target;
import io.busline.fuzz.Urls;
import io.busline.spi.BusUrl;
import java.util.Set;

/** URLs of RabbitMQ. */
public final class RabbitmqUrlsTarget implements Target {
  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof ConfigurationException;
  }

  @Override
  public void read(byte[] input) {
    Urls.read(input, Set.of("amqp", "amqps"), RabbitmqUrlsTarget::shown);
  }

  private static String shown(BusUrl url) {
    RabbitSettings settings = RabbitSettings.read(url);
    settings.url().hosts().forEach(settings::port);
    boolean sound =
        settings.options().ttl().stream().allMatch(ttl -> ttl.toMillis() > 0)
            && settings.options().retain().stream().allMatch(retain -> retain.toNanos() > 0);
    if (!sound) {
      throw new AssertionError(url);
    }
    return settings + settings.place();
  }
}
