package io.busline.tck;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.EventHandler;
import io.busline.SubscriptionBuilder;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.Capability;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one test works with: names of its own, buses, journals; all closed when it ends. */
final class Scene implements AutoCloseable {
  private static final Duration GLANCE = Duration.ofMillis(5);

  final BrokerHarness harness;
  private final String run = "k" + UUID.randomUUID().toString().substring(0, 8);
  private final Deque<Runnable> closing = new ArrayDeque<>();
  private final List<Gate> gates = new ArrayList<>();
  private @Nullable EventBus bus;
  private @Nullable Broker broker;

  Scene(BrokerHarness harness) {
    this.harness = harness;
  }

  boolean can(Capability capability) {
    return harness.capabilities().contains(capability);
  }

  /** An event type, or a pattern, of this test's own. */
  String type(String name) {
    return run + "." + name;
  }

  /** A name for a group or service of this test's own. */
  String name(String name) {
    return run + "-" + name;
  }

  /** The bus of a test that needs but one. */
  synchronized EventBus bus() {
    if (bus == null) {
      bus = newBus();
    }
    return bus;
  }

  EventBus newBus() {
    return newBus(builder -> builder);
  }

  /** One more bus, on a connection of its own, as another instance of the service has it. */
  EventBus newBus(UnaryOperator<EventBusBuilder> options) {
    return newBus(connect(), options);
  }

  /** A bus on a connection that somebody watches. */
  EventBus newBus(Broker broker, UnaryOperator<EventBusBuilder> options) {
    EventBusBuilder builder =
        EventBus.builder(broker).service(name("service")).time(harness.time());
    EventBus opened = options.apply(builder).connect();
    closing.push(opened::close);
    return opened;
  }

  /** A connection without a bus. */
  synchronized Broker connect() {
    Broker broker =
        harness.connect(new BrokerContext(name("client"), harness.time(), new Random()));
    closing.push(broker::close);
    return broker;
  }

  /** The connection of a test that needs but one, to use the broker without a bus. */
  synchronized Broker broker() {
    if (broker == null) {
      broker = connect();
    }
    return broker;
  }

  /** Has something done when the test ends, before what was opened earlier is closed. */
  synchronized void closing(Runnable action) {
    closing.push(action);
  }

  /** Stores an event of type order.created without a bus; returns when that is confirmed. */
  Event<byte[]> stored(String key, String text) {
    return store(type("order"), event(type("order.created"), key, text));
  }

  Event<byte[]> store(String topic, EventBuilder<byte[]> builder) {
    Event<byte[]> event = builder.id(UUID.randomUUID().toString()).source("kit").build();
    Sent sent = new Sent(topic, event);
    broker().send(List.of(sent));
    await("the event is stored", () -> sent.answers().contains(Sent.Answer.STORED), sent);
    return event;
  }

  /** After how long a silent consumer loses what it holds. */
  Duration lease() {
    Duration lease = harness.lease().orElse(null);
    assumeTrue(lease != null, "this harness knows no lease that is short enough to wait for");
    return lease;
  }

  /**
   * Takes the broker out of reach; returns what brings it back, at the latest when the test ends.
   */
  Runnable outage() {
    Runnable back = harness.outage().orElse(null);
    assumeTrue(back != null, "this harness cannot take its broker out of reach");
    closing(back);
    return back;
  }

  /** Makes the broker slow; returns what ends it, at the latest when the test ends. */
  Runnable slowness() {
    Runnable end = require(harness.slowness(), "make its broker slow");
    closing(end);
    return end;
  }

  /** What a harness offers; a test of what it does not is skipped, and says so. */
  static Runnable require(Optional<Runnable> offered, String what) {
    assumeTrue(offered.isPresent(), "this harness cannot " + what);
    return offered.orElseThrow();
  }

  /** Closes every bus and connection, as the end of all processes does, and restarts the broker. */
  void restart() {
    closeAll();
    harness.restart();
  }

  /** A subscription of a group, without asking for what the broker does not have. */
  SubscriptionBuilder group(EventBus on, String group) {
    if (!can(Capability.GROUPS)) {
      return on.broadcast();
    }
    SubscriptionBuilder builder = on.subscription(name(group));
    return can(Capability.DEAD_LETTERS) ? builder : builder.discardFailed();
  }

  Journal journal(String name) {
    return journal(name, event -> {});
  }

  Journal journal(String name, EventHandler<byte[]> body) {
    return new Journal(this, name, body);
  }

  synchronized Gate gate() {
    Gate gate = new Gate(harness.patience().multipliedBy(2));
    gates.add(gate);
    return gate;
  }

  /** An event with a key, and a text for data. */
  static EventBuilder<byte[]> event(String type, String key, String text) {
    return event(type, text).subject(key);
  }

  /** An event without a key. */
  static EventBuilder<byte[]> event(String type, String text) {
    return Event.builder(type, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Events without keys, the texts of which are numbers from 0. */
  static List<EventBuilder<byte[]>> events(String type, int count) {
    List<EventBuilder<byte[]>> events = new ArrayList<>(count);
    for (String text : numbers(count)) {
      events.add(event(type, text));
    }
    return events;
  }

  static List<String> numbers(int count) {
    List<String> numbers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      numbers.add(Integer.toString(i));
    }
    return numbers;
  }

  /** Waits for a condition; when patience ends, says what was seen instead. */
  void await(String what, BooleanSupplier condition, Object seen) {
    long deadline = System.nanoTime() + harness.patience().toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError(
            "this did not happen within %s: %s. Seen: %s"
                .formatted(harness.patience(), what, seen));
      }
      harness.elapse(GLANCE);
    }
  }

  /** Waits until a group has a number of dead letters, and returns them. */
  List<DeadLetter> awaitLetters(EventBus on, String group, int count) {
    DeadLetterQuery query = DeadLetterQuery.ofGroup(name(group));
    List<DeadLetter> letters = new ArrayList<>();
    List<String> summaries = new ArrayList<>();
    await(
        "group %s has %d dead letters".formatted(group, count),
        () -> {
          letters.clear();
          letters.addAll(on.deadLetters().list(query, Integer.MAX_VALUE));
          summaries.clear();
          letters.forEach(letter -> summaries.add(letter.reason() + " " + letter.event()));
          return letters.size() == count;
        },
        summaries);
    return List.copyOf(letters);
  }

  /** Lets time go by on the broker's clock. */
  void pass(Duration time) {
    long end = harness.time().nanos() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - harness.time().nanos()) {
      harness.elapse(Duration.ofNanos(left));
    }
  }

  /** Closes every bus and connection, as the end of all processes does. */
  synchronized void closeAll() {
    gates.forEach(Gate::open);
    gates.clear();
    closing.forEach(Runnable::run);
    closing.clear();
    bus = null;
    broker = null;
  }

  @Override
  public void close() {
    closeAll();
    harness.close();
  }
}
