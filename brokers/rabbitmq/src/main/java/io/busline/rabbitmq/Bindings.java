package io.busline.rabbitmq;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import io.busline.error.UnsupportedException;
import io.busline.event.EventPattern;
import io.busline.spi.ConsumerSpec.Interest;
import io.busline.spi.Interests;
import java.io.IOException;
import java.util.Map;

/**
 * How events find their way from the bus's exchange: by type or pattern, and where headers matter,
 * through one more exchange, which looks at those.
 *
 * @param layout the names
 * @param type what kind of exchange the bus's is
 */
record Bindings(Layout layout, BuiltinExchangeType type) {

  /** Refuses a pattern where the exchange compares types as a whole. */
  void require(Selection selection) {
    for (Interest interest : selection.interests()) {
      if (type == BuiltinExchangeType.DIRECT && !interest.pattern().isExact()) {
        throw new UnsupportedException(
            "a direct exchange knows no patterns, so nobody can subscribe to %s. Name the types, or use exchange-type=topic with another exchange="
                .formatted(interest.pattern()));
      }
    }
  }

  /** Leads what is selected to a group's queue, or to the exchange that divides it. */
  void toGroup(Channel channel, String group, Selection selection) throws IOException {
    String filter = filter(group);
    HeaderFilter headers = selection.filter();
    if (headers != null) {
      channel.exchangeDeclare(filter, BuiltinExchangeType.HEADERS, true, false, true, Map.of());
      bind(channel, group, filter, "", headers.arguments());
    }
    for (Interest interest : selection.interests()) {
      String key = key(interest.pattern());
      if (headers == null) {
        bind(channel, group, layout.exchange(), key, Map.of());
      } else {
        channel.exchangeBind(filter, layout.exchange(), key);
        unbind(channel, group, layout.exchange(), key);
      }
    }
    if (headers == null) {
      channel.exchangeDelete(filter);
    }
  }

  private void bind(
      Channel channel, String group, String source, String key, Map<String, Object> arguments)
      throws IOException {
    String first = layout.queue(group, 0);
    if (layout.isPartitioned()) {
      channel.exchangeBind(layout.group(group), source, key, arguments);
      // If it was the only queue before, it gets everything until now.
      channel.queueUnbind(first, source, key, arguments);
    } else {
      channel.queueBind(first, source, key, arguments);
    }
  }

  private void unbind(Channel channel, String group, String source, String key) throws IOException {
    channel.queueUnbind(layout.queue(group, 0), source, key);
    if (layout.isPartitioned()) {
      channel.exchangeUnbind(layout.group(group), source, key);
    }
  }

  /** Leads what is selected to a queue that ends with its connection; so does the way there. */
  void toQueue(Channel channel, String queue, Selection selection) throws IOException {
    String filter = filterOf(queue);
    if (selection.filter() != null) {
      channel.exchangeDeclare(filter, BuiltinExchangeType.HEADERS, false, true, true, Map.of());
      channel.queueBind(queue, filter, "", selection.filter().arguments());
    }
    for (Interest interest : selection.interests()) {
      if (selection.filter() == null) {
        channel.queueBind(queue, layout.exchange(), key(interest.pattern()));
      } else {
        channel.exchangeBind(filter, layout.exchange(), key(interest.pattern()));
      }
    }
  }

  private static String filterOf(String target) {
    return target + ":filter";
  }

  /** The exchange of headers on the way to a group, if headers matter to it. */
  String filter(String group) {
    return filterOf(layout.group(group));
  }

  /** Leads types and patterns to an exchange; true as an answer. */
  boolean exchange(Channel channel, String exchange, Interests interests) throws IOException {
    for (Interest interest : interests.list()) {
      channel.exchangeBind(exchange, layout.exchange(), key(interest.pattern()));
    }
    return true;
  }

  /** Leads types and patterns to a queue; true as an answer. */
  boolean queue(Channel channel, String queue, Interests interests) throws IOException {
    for (Interest interest : interests.list()) {
      channel.queueBind(queue, layout.exchange(), key(interest.pattern()));
    }
    return true;
  }

  /** A fanout exchange gives everything to everybody, whatever the key is. */
  private String key(EventPattern pattern) {
    return type == BuiltinExchangeType.FANOUT ? "" : Layout.bindingKey(pattern);
  }
}
