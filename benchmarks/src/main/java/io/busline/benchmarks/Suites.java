package io.busline.benchmarks;

import io.busline.benchmarks.codecs.BareCodecs;
import io.busline.benchmarks.harness.Suite;
import io.busline.benchmarks.inprocess.IdleBus;
import io.busline.benchmarks.inprocess.InProcess;
import io.busline.benchmarks.inprocess.MemoryGrowth;
import io.busline.benchmarks.inprocess.Observed;
import io.busline.benchmarks.kafka.KafkaBus;
import io.busline.benchmarks.nats.NatsBus;
import io.busline.benchmarks.nats.NatsPublishing;
import io.busline.benchmarks.outbox.OutboxOnPostgres;
import io.busline.benchmarks.rabbitmq.RabbitBus;
import io.busline.benchmarks.served.Lateness;
import io.busline.benchmarks.served.Redriving;
import io.busline.benchmarks.served.ServedGrowth;
import io.busline.benchmarks.served.Sizes;
import io.busline.benchmarks.sqlite.SqliteBus;
import io.busline.benchmarks.sqlite.SqliteGrowth;
import io.busline.benchmarks.startup.Connecting;
import io.busline.benchmarks.startup.StartUp;
import java.util.List;

/** Everything there is to measure. */
final class Suites {

  /** Starting a process, or filling a file with a million events, takes long. */
  private static final int FEW = 5;

  static final List<Suite> ALL =
      List.of(
          Suite.apart(
              "in-process", "from thread to thread, beside other buses", InProcess::scenarios),
          Suite.apart("noise", "one scenario against itself", InProcess::noise),
          Suite.apart(
              "observed", "what it costs an event to be watched, in memory", Observed::scenarios),
          new Suite("idle", "what an idle bus costs, and how fast it wakes", IdleBus::scenarios),
          new Suite(
              "memory-growth",
              "what an event costs as everything grows, in memory",
              MemoryGrowth::scenarios),
          new Suite(
              "codecs",
              "the codecs beside Jackson and protobuf-java used directly",
              BareCodecs::scenarios),
          new Suite(
              "sqlite",
              "events confirmed by SQLite, beside bare JDBC writing the same rows",
              SqliteBus::scenarios),
          new Suite(
              "sqlite-growth", "what an event costs as a file grows", FEW, SqliteGrowth::scenarios),
          new Suite(
              "served-growth",
              "what an event costs as everything grows, over JetStream, RabbitMQ and Kafka",
              FEW,
              ServedGrowth::scenarios),
          new Suite(
              "redrive",
              "dead letters handed back to their group, over each broker",
              FEW,
              Redriving::scenarios),
          new Suite(
              "outbox",
              "an outbox in PostgreSQL before JetStream, beside transactions without it",
              FEW,
              OutboxOnPostgres::scenarios),
          new Suite("nats", "end to end over NATS, beside its own client", NatsBus::scenarios),
          new Suite(
              "nats-publishing",
              "publishing to JetStream, one confirmation after another on many threads",
              effort -> new NatsPublishing(effort).scenarios()),
          new Suite(
              "rabbitmq",
              "publishing and end to end over RabbitMQ, beside its own client",
              RabbitBus::scenarios),
          new Suite(
              "rabbitmq-peers",
              "end to end over RabbitMQ, beside what others have built on its client",
              RabbitBus::peers),
          new Suite("kafka", "end to end over Kafka, beside its own client", KafkaBus::endToEnd),
          new Suite(
              "kafka-peers",
              "end to end over Kafka, beside what others have built on its client",
              KafkaBus::peers),
          new Suite("kafka-publishing", "publishing to Kafka, confirmed", KafkaBus::publishing),
          new Suite("kafka-reading", "reading what waits in Kafka", KafkaBus::reading),
          new Suite(
              "kafka-slow-handler",
              "a handler of 5 ms, 1,000 keys in one partition, beside one that polls",
              KafkaBus::slowHandlers),
          new Suite(
              "sizes",
              "end to end with events of 1 KiB and 16 KiB, beside each broker's own client",
              Sizes::scenarios),
          new Suite(
              "latency",
              "how late events are at 5,000 a second, beside each broker's own client",
              Lateness::scenarios),
          new Suite(
              "connecting",
              "from nothing to the first confirmed event, beside each broker's own client",
              FEW,
              Connecting::scenarios),
          new Suite("start-up", "from the start of a process", StartUp::scenarios));

  private Suites() {}
}
