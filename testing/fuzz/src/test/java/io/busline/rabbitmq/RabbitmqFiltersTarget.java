package io.busline.rabbitmq;

import io.busline.error.ConfigurationException;
import io.busline.fuzz.Target;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The option of a subscription that chooses by headers. */
public final class RabbitmqFiltersTarget implements Target {
  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof ConfigurationException;
  }

  @Override
  public void read(byte[] input) {
    HeaderFilter filter = HeaderFilter.parse(new String(input, StandardCharsets.UTF_8));
    filter.matches(Map.of("region", "eu", "priority", 3));
    filter.matches(Map.of());
  }
}
