package io.busline.rabbitmq;

import io.busline.error.BrokerException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The types that the server has refused to this user a moment ago. It closes the channel each time,
 * and what was not confirmed on that is unknown then, of whatever type. So a refused type is asked
 * for again only now and then. Safe for use by several threads.
 */
final class Refusals {

  /** A permission that was given counts after that time. */
  private static final long COUNTS_NANOS = 5_000_000_000L;

  private static final Pattern TYPE = Pattern.compile("access to topic '([^']+)' in exchange");

  /** More types than that are refused by the server itself. */
  private static final int MOST = 1_000;

  private final Map<String, Refusal> byType = new ConcurrentHashMap<>();

  private record Refusal(BrokerException cause, long until) {}

  /** Takes note of why a channel was closed. */
  void closed(BrokerException cause) {
    Matcher type = TYPE.matcher(String.valueOf(cause.getMessage()));
    if (type.find() && byType.size() < MOST) {
      byType.put(type.group(1), new Refusal(cause, System.nanoTime() + COUNTS_NANOS));
    }
  }

  /** Why a type is refused; null if the server should be asked. */
  @Nullable BrokerException of(String type) {
    if (byType.isEmpty()) {
      return null;
    }
    Refusal refusal = byType.get(type);
    if (refusal != null && System.nanoTime() - refusal.until() > 0) {
      byType.remove(type, refusal);
      return null;
    }
    return refusal == null ? null : refusal.cause();
  }
}
