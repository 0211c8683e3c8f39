package io.busline.benchmarks.kafka;

import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Unit;
import io.busline.benchmarks.load.EndToEnd;
import io.busline.benchmarks.load.SeenOrders;
import io.busline.servers.KafkaServer;
import java.util.List;
import java.util.stream.Stream;

/**
 * Over Kafka, from object to object: JSON, confirmed, handled and committed.
 *
 * @param effort how much to measure
 */
public record KafkaBus(Effort effort) {
  private static final int PARTITIONS = 4;

  /** How many events wait for a reader that shows how fast it is. */
  private static final int WAITING = 400_000;

  /** So many handlers at once wait for something most of the time. */
  private static final int CONCURRENCY = 200;

  public static List<Scenario> endToEnd(Effort effort) {
    return rows("end to end", new KafkaBus(effort)::endToEnd);
  }

  /** Beside what others have built on the client; each of them is divided by the bus. */
  public static List<Scenario> peers(Effort effort) {
    Opening opening = new KafkaBus(effort)::endToEnd;
    Scenario raw = row(KafkaWay.RAW, "end to end", opening);
    Scenario busline = row(KafkaWay.BUSLINE, "end to end", opening);
    Stream<Scenario> peers =
        KafkaWay.PEERS.stream().map(way -> row(way, "end to end", opening).versus(busline.name()));
    return Stream.concat(Stream.of(raw, busline.versus(raw.name())), peers).toList();
  }

  public static List<Scenario> publishing(Effort effort) {
    return rows("published", new KafkaBus(effort)::publishing);
  }

  public static List<Scenario> reading(Effort effort) {
    return rows("read", new KafkaBus(effort)::reading);
  }

  /** A handler of 5 ms, a thousand keys in one partition. */
  public static List<Scenario> slowHandlers(Effort effort) {
    KafkaBus suite = new KafkaBus(effort);
    Scenario one = row(KafkaWay.RAW, "handled by 1", way -> suite.slow(way, 1, 100));
    return List.of(
        one,
        row(
                KafkaWay.BUSLINE,
                "handled by " + CONCURRENCY,
                way -> suite.slow(way, CONCURRENCY, 20_000))
            .versus(one.name()));
  }

  /** Opens what is measured. */
  private interface Opening {
    Subject open(KafkaWay way) throws Exception;
  }

  private static List<Scenario> rows(String what, Opening opening) {
    Scenario raw = row(KafkaWay.RAW, what, opening);
    return List.of(
        raw,
        row(KafkaWay.BUSLINE, what, opening).versus(raw.name()),
        row(KafkaWay.NAIVE, what, opening).versus(raw.name()));
  }

  private static Scenario row(KafkaWay way, String what, Opening opening) {
    return Scenario.of(way.words + ", " + what, Unit.EVENTS_PER_SECOND, () -> opening.open(way));
  }

  private Subject endToEnd(KafkaWay way) throws Exception {
    return new EndToEnd(KafkaPipe.open(way, PARTITIONS, 1, new SeenOrders()), effort.nanos());
  }

  private Subject publishing(KafkaWay way) throws Exception {
    KafkaServer server = KafkaClients.server();
    KafkaClients.makeTopic(server, PARTITIONS);
    return new KafkaPublishing(server, way.writer(server), effort.nanos());
  }

  private Subject reading(KafkaWay way) throws Exception {
    int events = effort.events(way == KafkaWay.NAIVE ? WAITING / 100 : WAITING);
    KafkaServer server = KafkaClients.server();
    KafkaClients.makeTopic(server, PARTITIONS);
    return new KafkaReading(server, way, events);
  }

  private Subject slow(KafkaWay way, int concurrency, int events) throws Exception {
    Keys keys = new Keys();
    return new KafkaSlowHandler(
        KafkaPipe.open(way, 1, concurrency, keys), keys, effort.events(events));
  }
}
