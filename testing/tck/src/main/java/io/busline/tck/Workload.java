package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.EventHandler;
import io.busline.PublishOutcome;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Many keys, each with numbered events, published by several threads at once; and for each group,
 * what was handled of each key in which order.
 */
final class Workload {
  static final int KEYS = 64;
  private static final int PER_KEY = 30;
  private static final int PUBLISHERS = 4;
  private static final int SMALL = 512;
  private static final int LARGE = 40 * 1024;

  static final int EVENTS = KEYS * PER_KEY;

  private final String type;
  private final Map<String, List<Integer>> handled = new ConcurrentHashMap<>();
  private final List<String> phantoms = new CopyOnWriteArrayList<>();

  Workload(String type) {
    this.type = type;
  }

  /** Publishes everything; each event again, with its id, until it is stored. */
  void publish(List<EventBus> buses) {
    List<Runnable> publishers = new ArrayList<>();
    for (int p = 0; p < PUBLISHERS; p++) {
      int first = p;
      EventBus bus = buses.get(p % buses.size());
      publishers.add(() -> publish(bus, first));
    }
    Together.run(publishers);
  }

  private void publish(EventBus bus, int first) {
    for (int number = 0; number < PER_KEY; number++) {
      List<EventBuilder<byte[]>> events = new ArrayList<>();
      for (int key = first; key < KEYS; key += PUBLISHERS) {
        events.add(event(key, number));
      }
      while (!events.isEmpty()) {
        events = notStored(events, bus.publishAll(events));
      }
    }
  }

  private static List<EventBuilder<byte[]>> notStored(
      List<EventBuilder<byte[]>> events, List<PublishOutcome> outcomes) {
    List<EventBuilder<byte[]>> left = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      if (!outcomes.get(i).isStored()) {
        left.add(events.get(i));
      }
    }
    return left;
  }

  private EventBuilder<byte[]> event(int key, int number) {
    return Event.builder(type, data(key, number))
        .id("e-" + key + "-" + number)
        .source("workload")
        .subject("key" + key)
        .extension("number", Integer.toString(number));
  }

  /** Bytes that no other event has; one event in a hundred is large. */
  private static byte[] data(int key, int number) {
    byte[] data = new byte[(key + number) % 100 == 7 ? LARGE : SMALL];
    Arrays.fill(data, (byte) (key * 31 + number));
    data[0] = (byte) key;
    data[1] = (byte) number;
    return data;
  }

  /** A handler for a group's instances, which all share it. */
  EventHandler<byte[]> handler(String group, EventHandler<byte[]> before) {
    return event -> {
      before.handle(event);
      int key = key(event);
      int number = number(event);
      Event<byte[]> published = event(key, number).time(event.time().orElseThrow()).build();
      if (!event.equals(published)) {
        phantoms.add(event.toString());
      }
      handled.computeIfAbsent(group + "/" + key, k -> new CopyOnWriteArrayList<>()).add(number);
    };
  }

  static int key(Event<?> event) {
    return Integer.parseInt(event.subject().orElseThrow().substring("key".length()));
  }

  static int number(Event<?> event) {
    return Integer.parseInt(event.extensions().get("number"));
  }

  /** How many different events a group has handled. */
  int distinct(String group) {
    int count = 0;
    for (int key = 0; key < KEYS; key++) {
      count += Set.copyOf(of(group, key)).size();
    }
    return count;
  }

  /** How many handlings there were beyond one for each event. */
  int doubles(String group) {
    int count = 0;
    for (int key = 0; key < KEYS; key++) {
      count += of(group, key).size();
    }
    return count - distinct(group);
  }

  private List<Integer> of(String group, int key) {
    return handled.getOrDefault(group + "/" + key, List.of());
  }

  /** Nothing that was not published, and of each key the first handlings in order. */
  void assertOrderedAndGenuine(String group) {
    assertThat(phantoms).as("handled, but never published like this").isEmpty();
    for (int key = 0; key < KEYS; key++) {
      List<Integer> firsts = new ArrayList<>(new LinkedHashSet<>(of(group, key)));
      assertThat(firsts).as("%s, first handlings of key%d", group, key).isSorted();
    }
  }

  @Override
  public String toString() {
    Map<String, Integer> counts = new TreeMap<>();
    handled.forEach(
        (lane, numbers) ->
            counts.merge(lane.substring(0, lane.indexOf('/')), numbers.size(), Integer::sum));
    return "handlings by group: " + counts + " of " + EVENTS;
  }
}
