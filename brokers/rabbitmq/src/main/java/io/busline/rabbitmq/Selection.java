package io.busline.rabbitmq;

import io.busline.spi.ConsumerSpec;
import io.busline.spi.ConsumerSpec.Interest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the bus's events a group or a broadcast gets.
 *
 * @param interests the types and patterns
 * @param filter the headers, or null if they do not matter
 */
record Selection(List<Interest> interests, @Nullable HeaderFilter filter) {

  /** Whether a message has the headers. */
  boolean matches(Map<String, Object> headers) {
    return filter == null || filter.matches(headers);
  }

  static Selection of(ConsumerSpec spec) {
    String headers = spec.options().get(HeaderFilter.OPTION);
    return new Selection(spec.interests(), headers == null ? null : HeaderFilter.parse(headers));
  }
}
