package io.busline.rabbitmq;

import com.rabbitmq.client.BuiltinExchangeType;
import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import io.busline.spi.Parameters;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a URL asks for that other brokers do not have.
 *
 * @param exchangeType how the bus's exchange chooses who gets an event
 * @param unroutable the exchange that gets what no group wants
 * @param ttl how long an event that this bus publishes waits in a queue
 * @param priorities how many an event may have, or 0
 * @param retain how long events are kept for those who begin in the past
 */
record NativeOptions(
    BuiltinExchangeType exchangeType,
    Optional<String> unroutable,
    Optional<Duration> ttl,
    int priorities,
    Optional<Duration> retain) {

  static final List<String> NAMES =
      List.of("exchange-type", "unroutable", "ttl", "priorities", "retain");

  /** As many as a quorum queue tells apart, from 0 on, since RabbitMQ 4.3. */
  private static final int MOST_PRIORITIES = 31;

  /** Anything but what ends a line, or would not be seen. */
  private static final Pattern EXCHANGE = Pattern.compile("[A-Za-z0-9_.:-]{1,255}");

  static NativeOptions read(Parameters parameters) {
    String type = parameters.choice("exchange-type", List.of("topic", "direct", "fanout"), "topic");
    if (type.equals("direct") && parameters.text("retain").isPresent()) {
      throw new ConfigurationException(
          "option retain needs an exchange that gives all events to one stream. Use exchange-type=topic or fanout");
    }
    return new NativeOptions(
        BuiltinExchangeType.valueOf(type.toUpperCase(Locale.ROOT)),
        parameters.text("unroutable").map(NativeOptions::exchange),
        parameters.text("ttl").map(text -> parameters.duration("ttl", Duration.ZERO)),
        parameters.integer("priorities", 1, MOST_PRIORITIES, 0),
        parameters.text("retain").map(text -> parameters.duration("retain", Duration.ZERO)));
  }

  private static String exchange(String name) {
    if (EXCHANGE.matcher(name).matches()) {
      return name;
    }
    throw new ConfigurationException(
        "option unroutable is %s and must be the name of an exchange, of letters, digits, '_', '-', '.' and ':'"
            .formatted(Quoted.of(name)));
  }
}
