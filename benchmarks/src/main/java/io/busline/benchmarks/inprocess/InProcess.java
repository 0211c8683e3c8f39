package io.busline.benchmarks.inprocess;

import io.busline.EventBus;
import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Unit;
import io.busline.benchmarks.load.Busline;
import io.busline.benchmarks.load.Counter;
import io.busline.benchmarks.load.Flow;
import io.busline.benchmarks.load.InProcessBus;
import io.busline.memory.MemoryBroker;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Events from thread to thread, beside other buses.
 *
 * @param effort how much
 * @param publishers how many threads publish
 * @param subscribers how many subscribers see each event
 */
public record InProcess(Effort effort, int publishers, int subscribers) {

  public static List<Scenario> scenarios(Effort effort) {
    return Stream.of(
            new InProcess(effort, 1, 1), new InProcess(effort, 1, 3), new InProcess(effort, 4, 1))
        .flatMap(shape -> shape.rows().stream())
        .toList();
  }

  /** The same twice: what differs is noise. */
  public static List<Scenario> noise(Effort effort) {
    InProcess shape = new InProcess(effort, 1, 1);
    return List.of(
        shape.row("Busline publish", busline(Busline.Way.BLOCKING)),
        shape
            .row("Busline publish again", busline(Busline.Way.BLOCKING))
            .versus("1p1s Busline publish"));
  }

  private List<Scenario> rows() {
    Scenario subject = row("Busline publish", busline(Busline.Way.BLOCKING));
    Stream<Scenario> others =
        Stream.of(
            row("Busline publishAsync", busline(Busline.Way.ASYNC)),
            row("Busline publishAll(100)", busline(Busline.Way.BATCH)),
            row("Busline publish, observed", InProcess::observed),
            row("Vert.x 5 event bus", Vertx5::new),
            row("Guava AsyncEventBus", Guava::new),
            row("MBassador publishAsync", counters -> new Mbassador(true, counters)),
            row("MBassador publish, caller runs", counters -> new Mbassador(false, counters)),
            row("Disruptor, blocking: the bound", Ring::new));
    return Stream.concat(Stream.of(subject), others.map(s -> s.versus(subject.name()))).toList();
  }

  private Scenario row(String name, Function<List<Counter>, InProcessBus> opening) {
    return Scenario.of(
        "%dp%ds %s".formatted(publishers, subscribers, name),
        Unit.EVENTS_PER_SECOND,
        () -> {
          List<Counter> counters = Stream.generate(Counter::new).limit(subscribers).toList();
          return new Flow(opening.apply(counters), counters, publishers, effort.nanos());
        });
  }

  private static Function<List<Counter>, InProcessBus> busline(Busline.Way way) {
    return counters -> new Busline(memory(), way, counters);
  }

  private static InProcessBus observed(List<Counter> counters) {
    EventBus bus =
        EventBus.builder(MemoryBroker.create())
            .service("benchmarks")
            .observer(new Counting())
            .connect();
    return new Busline(bus, Busline.Way.BLOCKING, counters);
  }

  /** A broker of its own: {@code memory:} without a name would be shared by all. */
  private static EventBus memory() {
    return EventBus.builder(MemoryBroker.create()).service("benchmarks").connect();
  }
}
