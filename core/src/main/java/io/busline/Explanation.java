package io.busline;

import io.busline.event.Ordering;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerDescription;
import io.busline.spi.Capability;
import io.busline.spi.Durations;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What really holds, in words: after defaults, options and what the broker was found to do. */
final class Explanation {
  /** What is told of a subscription whose group is paused at the broker. */
  static final String GROUP_PAUSED =
      "its group is paused, on all instances, until it is resumed with EventBus.resumeGroup or busline groups resume";

  private final StringBuilder text = new StringBuilder();

  private Explanation() {}

  /** Of a subscription, with what the broker can do, but not for it. */
  static String of(
      SubscriptionSettings settings, BrokerDescription description, BrokerConsumer consumer) {
    BrokerDescription broker = description.without(consumer.missing());
    Explanation explanation = new Explanation();
    explanation.title("subscription " + settings.name());
    explanation.line("receives", settings.routes().toString());
    explanation.line("on", broker.name());
    explanation.line("shared by", sharing(settings));
    if (consumer.isPaused()) {
      explanation.line("rests", GROUP_PAUSED);
    }
    explanation.line("starts", start(settings));
    explanation.line("delivery", delivery(broker));
    if (settings.routes().areTransactional()) {
      explanation.line("published by handlers", "exactly once, together with the acknowledgement");
    }
    settings.routes().inboxes().forEach(inbox -> explanation.line("effects", inbox));
    explanation.line("order", order(settings, broker));
    explanation.line("concurrency", concurrency(settings));
    explanation.line("holds", holding(settings, broker));
    explanation.line("a handler may take", Durations.format(settings.handlerTimeout()));
    explanation.line("retries", settings.retry() + retries(broker));
    explanation.line("then", afterwards(settings));
    new TreeMap<>(settings.options()).forEach(explanation::line);
    return explanation.text.toString();
  }

  static String of(
      String place,
      BrokerDescription broker,
      BusSettings settings,
      Codecs codecs,
      List<? extends Subscription> subscriptions) {
    Explanation explanation = new Explanation();
    explanation.title("bus at " + place);
    explanation.line("service", settings.sourceName());
    explanation.line("broker", broker.name());
    explanation.line("it can", words(broker.capabilities()));
    Set<Capability> missing = EnumSet.allOf(Capability.class);
    missing.removeAll(broker.capabilities());
    explanation.line("it cannot", words(missing));
    explanation.line(
        "largest event",
        "%d bytes of data, %d of attributes"
            .formatted(broker.maxDataBytes(), broker.maxEnvelopeBytes()));
    explanation.line(
        "in flight",
        "%d events or %d bytes, each confirmed within %s or reported"
            .formatted(
                settings.maxInFlight(),
                settings.maxInFlightBytes(),
                Durations.format(settings.publishTimeout())));
    explanation.line("codecs", codecs.toString());
    broker.notes().forEach(note -> explanation.line("note", note));
    subscriptions.forEach(s -> explanation.text.append('\n').append(s.explain()));
    return explanation.text.toString();
  }

  private static String holding(SubscriptionSettings settings, BrokerDescription broker) {
    String most = settings.prefetch() + " events at most";
    if (settings.ordering() == Ordering.NONE) {
      return most;
    }
    return broker.can(Capability.KEY_DEFERRAL)
        ? most + "; a key that fails stops no other"
        : most + ", also those behind keys that fail: once these are as many, no other is handled";
  }

  private void title(String title) {
    text.append(title).append('\n');
  }

  private void line(String name, String value) {
    text.append("  %-20s%s%n".formatted(name, value));
  }

  private static String words(Set<Capability> capabilities) {
    return capabilities.isEmpty()
        ? "–"
        : capabilities.stream().sorted().map(Capability::inWords).collect(Collectors.joining("; "));
  }

  private static String sharing(SubscriptionSettings settings) {
    return settings.group() == null
        ? "nobody: every instance receives every event, while it runs"
        : "all instances of group " + settings.group();
  }

  private static String start(SubscriptionSettings settings) {
    return settings.group() == null
        ? settings.start().toString()
        : settings.start() + " the first time; afterwards where the group stopped";
  }

  private static String delivery(BrokerDescription broker) {
    return broker.can(Capability.REDELIVERY)
        ? "at least once: an event comes again if the process ends before it is acknowledged"
        : "at most once: an event is lost if the process ends while it is being handled";
  }

  private static String order(SubscriptionSettings settings, BrokerDescription broker) {
    if (settings.ordering() == Ordering.NONE) {
      return "none";
    }
    return broker.can(Capability.ORDER_PER_KEY)
        ? "by key, through retries and among instances; events without a key wait for nobody"
        : "by key within this instance only; this broker does not keep it among instances";
  }

  private static String concurrency(SubscriptionSettings settings) {
    return settings.concurrency() == 1
        ? "1 handler at a time"
        : settings.concurrency() + " handlers at a time";
  }

  private static String retries(BrokerDescription broker) {
    return broker.can(Capability.DURABLE_RETRY)
        ? "; remembered when the process ends"
        : "; counted anew when the process ends";
  }

  private static String afterwards(SubscriptionSettings settings) {
    return settings.keepsDeadLetters()
        ? "kept as a dead letter of " + settings.name() + ", stored before it is acknowledged"
        : "discarded, which is logged and reported";
  }
}
