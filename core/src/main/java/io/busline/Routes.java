package io.busline;

import io.busline.Route.Handling;
import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import io.busline.spi.ConsumerSpec.Interest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The handlers of one subscription. A type's own handler goes before any pattern's. */
final class Routes {
  private final Map<String, Route> exact;
  private final List<Route> patterns;
  private final int batchSize;

  private Routes(Map<String, Route> exact, List<Route> patterns, int batchSize) {
    this.exact = exact;
    this.patterns = patterns;
    this.batchSize = batchSize;
  }

  /** Where an event of a type goes; null if a broker delivered what nobody asked for. */
  @Nullable Route find(String type) {
    Route own = exact.get(type);
    if (own != null) {
      return own;
    }
    for (Route route : patterns) {
      if (route.pattern().matches(type)) {
        return route;
      }
    }
    return null;
  }

  List<Interest> interests() {
    List<Interest> interests = new ArrayList<>();
    all().forEach(r -> interests.add(new Interest(r.pattern(), r.topic())));
    return interests;
  }

  List<Route> all() {
    List<Route> all = new ArrayList<>(exact.values());
    all.addAll(patterns);
    return all;
  }

  /** Whether some handler's outputs and its acknowledgement belong together. */
  boolean areTransactional() {
    return exact.values().stream().anyMatch(r -> r.handling() instanceof Handling.Transactional);
  }

  /** The inboxes whose transactions handlers work in, in words. */
  Set<String> inboxes() {
    Set<String> inboxes = new TreeSet<>();
    for (Route route : exact.values()) {
      if (route.handling() instanceof Handling.Inboxed inboxed) {
        inboxes.add(inboxed.inbox().explain());
      }
    }
    return inboxes;
  }

  /** How many events the batch handler takes, or 0 for handlers of single events. */
  int batchSize() {
    return batchSize;
  }

  @Override
  public String toString() {
    return interests().stream().map(i -> i.pattern().pattern()).collect(Collectors.joining(", "));
  }

  /** Collects routes. */
  static final class Builder {
    private final Map<String, Route> exact = new LinkedHashMap<>();
    private final List<Route> patterns = new ArrayList<>();
    private int batchSize;

    void add(Route route) {
      String pattern = route.pattern().pattern();
      requireFree(route, exact.get(pattern));
      patterns.forEach(other -> requireFree(route, other));
      if (batchSize > 0) {
        throw batchIsAlone();
      }
      if (route.pattern().isExact()) {
        exact.put(pattern, route);
      } else {
        patterns.add(route);
      }
    }

    private static void requireFree(Route route, @Nullable Route other) {
      if (other == null || !other.pattern().equals(route.pattern())) {
        return;
      }
      String pattern = Quoted.of(route.pattern().pattern());
      throw new ConfigurationException(
          other.dataType().equals(route.dataType())
              ? "%s has a handler in this subscription already. Give each type or pattern one handler, or use two groups"
                  .formatted(pattern)
              : "%s would be read as %s and as %s in one subscription, and an event is handled once. Give each class a type of its own, or use two groups"
                  .formatted(
                      pattern, other.dataType().getTypeName(), route.dataType().getTypeName()));
    }

    void addBatch(List<Route> batch, int size) {
      if (!exact.isEmpty() || !patterns.isEmpty()) {
        throw batchIsAlone();
      }
      batch.forEach(this::add);
      batchSize = size;
    }

    private static ConfigurationException batchIsAlone() {
      return new ConfigurationException(
          "a subscription with a batch handler can have no other handler. Use a second group");
    }

    Routes build() {
      if (exact.isEmpty() && patterns.isEmpty()) {
        throw new ConfigurationException(
            "a subscription without a handler would lose what it receives. Add one with on(…)");
      }
      return new Routes(Map.copyOf(exact), List.copyOf(patterns), batchSize);
    }
  }
}
