package io.busline.benchmarks.served;

import io.busline.EventBus;
import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Work;
import io.busline.benchmarks.load.Busline;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Reader;
import io.busline.benchmarks.load.SharedServer;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.servers.KafkaServer;
import io.busline.servers.NatsServer;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.servers.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an event costs over a server, as backlog, types, groups and subscriptions become many. Each
 * sample has a topic and groups of its own; what others have left lies beside it.
 */
public final class ServedGrowth {
  private static final int EVENTS = 50_000;

  /** Of what waits for the server each time. */
  private static final int FEW_EVENTS = 5_000;

  private static final int BATCH = 1_000;

  private final String scheme;
  private final SharedServer<Server> server;
  private final Effort effort;
  private int samples;

  private ServedGrowth(String scheme, Supplier<Server> starter, Effort effort) {
    this.scheme = scheme;
    this.server = new SharedServer<>(starter);
    this.effort = effort;
  }

  public static List<Scenario> scenarios(Effort effort) {
    return Stream.of(
            new ServedGrowth("jetstream", () -> NatsServer.start(Release.CURRENT), effort),
            new ServedGrowth("amqp", () -> RabbitServer.start(Release.CURRENT), effort),
            new ServedGrowth("kafka", () -> KafkaServer.start(Release.CURRENT), effort))
        .flatMap(growth -> growth.rows().stream())
        .toList();
  }

  private List<Scenario> rows() {
    List<Scenario> rows = new ArrayList<>();
    rows.addAll(rows("publish, then consume %,d waiting events", this::backlog, 10_000, 1_000_000));
    rows.addAll(rows("publish and handle, spread over %,d types", this::types, 1, 100, 10_000));
    rows.addAll(rows("publish and handle in %,d groups", this::groups, 1, 10));
    rows.addAll(rows("publish beside %,d idle subscriptions", this::subscriptions, 1, 100));
    rows.addAll(rows("publish one by one on %,d threads", this::threads, 1, 8, 64));
    return rows;
  }

  /** Measures on a bus, in a topic whose name it is given. */
  private interface Measuring {
    Sample on(EventBus bus, String topic) throws Exception;
  }

  private List<Scenario> rows(String name, IntFunction<Measuring> measuring, int... sizes) {
    return Scenario.growing(
        scheme + ": " + name,
        size -> () -> new Connected(measuring.apply(size), size == sizes[0]),
        sizes);
  }

  private final class Connected implements Subject {
    private final Measuring measuring;
    private final boolean least;
    private final String url;

    Connected(Measuring measuring, boolean least) {
      this.measuring = measuring;
      this.least = least;
      this.url = scheme + "://" + server.enter().address();
    }

    @Override
    public boolean warmsUp() {
      return least;
    }

    @Override
    public Sample sample() throws Exception {
      try (EventBus bus = EventBus.connect(url, "benchmarks")) {
        return measuring.on(bus, "growth" + samples++);
      }
    }

    @Override
    public void close() {
      server.leave();
    }
  }

  /** What no group waits for, a server need not keep. */
  private Measuring backlog(int waiting) {
    int events = effort.events(waiting);
    return (bus, topic) -> {
      List<String> type = types(topic, 1);
      new Reader(bus, topic, type.get(0)).close();
      Sample publishing = Work.perEvent(events, () -> publish(bus, type, events));
      try (Reader reader = new Reader(bus, topic, type.get(0))) {
        return Work.perEvent(events, () -> reader.await(events))
            .with("ns/event to publish", publishing.value());
      }
    };
  }

  private Measuring types(int number) {
    int events = effort.events(EVENTS);
    return (bus, topic) -> {
      List<String> types = types(topic, number);
      try (Reader reader = new Reader(bus, topic, topic + ".*")) {
        publish(bus, types, number);
        reader.await(number);
        return Work.perEvent(
            events,
            () -> {
              publish(bus, types, events);
              reader.await(number + events);
            });
      }
    };
  }

  private Measuring groups(int number) {
    int events = effort.events(EVENTS);
    return (bus, topic) -> {
      List<String> type = types(topic, 1);
      List<Reader> readers =
          IntStream.range(0, number)
              .mapToObj(i -> new Reader(bus, topic + "-" + i, type.get(0)))
              .toList();
      Work spread =
          () -> {
            publish(bus, type, events);
            readers.forEach(reader -> reader.await(events));
          };
      Sample sample = Work.perEvent(events, spread);
      readers.forEach(Reader::close);
      return sample;
    };
  }

  private Measuring subscriptions(int idle) {
    int events = effort.events(EVENTS);
    return (bus, topic) -> {
      List<Reader> readers =
          IntStream.range(0, effort.events(idle))
              .mapToObj(i -> new Reader(bus, topic + "-" + i, topic + ".idle-" + i))
              .toList();
      Sample sample = Work.perEvent(events, () -> publish(bus, types(topic, 1), events));
      readers.forEach(Reader::close);
      return sample;
    };
  }

  private Measuring threads(int number) {
    int events = effort.events(FEW_EVENTS);
    byte[] data = Order.bytes();
    return (bus, topic) -> {
      String type = types(topic, 1).get(0);
      bus.publish(type, data);
      return Work.perEventOnThreads(number, events, () -> bus.publish(type, data));
    };
  }

  private static List<String> types(String topic, int number) {
    return IntStream.range(0, number).mapToObj(i -> topic + ".type-" + i).toList();
  }

  private static void publish(EventBus bus, List<String> types, int events) {
    byte[] data = Order.bytes();
    for (int begin = 0; begin < events; begin += BATCH) {
      List<EventBuilder<byte[]>> batch = new ArrayList<>(BATCH);
      for (int i = begin; i < Math.min(events, begin + BATCH); i++) {
        batch.add(Event.builder(types.get(i % types.size()), data));
      }
      Busline.publishAll(bus, batch);
    }
  }
}
