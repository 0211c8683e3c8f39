package io.busline.nats;

import io.busline.error.BrokerException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server has refused this user for want of a permission. The server says so in a line of
 * its own, which names the subject, and gives no other answer: a request has to be matched with it
 * here, or it waits in vain. Permissions can change while the connection lives, so a refusal counts
 * for what was sent before it was told. Safe for use by several threads.
 */
final class Denials {

  /** More than a bus has in flight, so that each publish finds what was said about it. */
  private static final int REMEMBERED = 1 << 16;

  private static final Pattern DENIAL =
      Pattern.compile(
          "permissions violation for (publish|subscription) to \"([^\"]*)\".*",
          Pattern.CASE_INSENSITIVE);

  private static final String TOO_MANY = "maximum subscriptions exceeded";

  private final String place;
  private final List<Consumer<String>> publishers = new CopyOnWriteArrayList<>();
  private final List<Consumer<String>> subscribers = new CopyOnWriteArrayList<>();

  /** When each refusal was told, by operation and subject, the newest last; guarded by itself. */
  private final Map<String, Long> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** When anything was refused last, so that nobody waits for the lock while nothing is. */
  private volatile long lastAt = System.nanoTime();

  private volatile boolean isTooMany;
  private volatile long tooManyAt;

  Denials(String place) {
    this.place = place;
  }

  /** Has something called for each publish that was refused, with its subject, in their order. */
  void onPublish(Consumer<String> listener) {
    publishers.add(listener);
  }

  /** Has something called for each subscription that was refused or ended, with its subject. */
  void onSubscription(Consumer<String> listener) {
    subscribers.add(listener);
  }

  /** Notes a refusal; false if the server's line is something else. */
  boolean note(String line) {
    if (line.toLowerCase(Locale.ROOT).contains(TOO_MANY)) {
      tooManyAt = System.nanoTime();
      isTooMany = true;
      return true;
    }
    Matcher denial = DENIAL.matcher(line);
    if (!denial.matches()) {
      return false;
    }
    String operation = denial.group(1).toLowerCase(Locale.ROOT);
    String subject = denial.group(2);
    long now = System.nanoTime();
    synchronized (told) {
      told.remove(operation + " " + subject);
      told.put(operation + " " + subject, now);
    }
    lastAt = now;
    (operation.equals("publish") ? publishers : subscribers).forEach(l -> l.accept(subject));
    return true;
  }

  /** Whether a publish to a subject was refused after a time of {@link System#nanoTime}. */
  boolean ofPublish(String subject, long since) {
    return isTold("publish " + subject, since);
  }

  /** Whether listening to a subject was refused after a time of {@link System#nanoTime}. */
  boolean ofSubscription(String subject, long since) {
    return isTold("subscription " + subject, since) || isTooMany(since);
  }

  /** The server does not say for which; so for each that is as young. */
  private boolean isTooMany(long since) {
    return isTooMany && tooManyAt - since >= 0;
  }

  private boolean isTold(String what, long since) {
    if (lastAt - since < 0) {
      return false;
    }
    synchronized (told) {
      Long at = told.get(what);
      return at != null && at - since >= 0;
    }
  }

  /** The last subject below a prefix to which a publish was refused after a time. */
  Optional<String> ofPublishBelow(String prefix, long since) {
    String last = null;
    if (lastAt - since < 0) {
      return Optional.empty();
    }
    synchronized (told) {
      for (Map.Entry<String, Long> each : told.entrySet()) {
        if (each.getValue() - since >= 0 && each.getKey().startsWith("publish " + prefix)) {
          last = each.getKey().substring("publish ".length());
        }
      }
    }
    return Optional.ofNullable(last);
  }

  /** Refuses to go on if the server has refused to take what is asked, or to send the answers. */
  void require(String asked, String heard, long since) {
    if (ofPublish(asked, since)) {
      throw publish(asked);
    }
    if (ofSubscription(heard, since)) {
      throw subscription(heard);
    }
  }

  /** A refused publish, in words. */
  BrokerException publish(String subject) {
    return new BrokerException(
        "the server at %s does not let this user publish to %s. Have its permissions changed"
            .formatted(place, subject));
  }

  /** A refused subscription, in words. */
  BrokerException subscription(String subject) {
    return new BrokerException(
        (isTold("subscription " + subject, Long.MIN_VALUE / 2) || !isTooMany
                ? "the server at %s does not let this user subscribe to %s. Have its permissions"
                    + " changed"
                : "the server at %s has no room for a subscription to %s (maximum subscriptions"
                    + " exceeded). Raise its max_subscriptions")
            .formatted(place, subject));
  }
}
