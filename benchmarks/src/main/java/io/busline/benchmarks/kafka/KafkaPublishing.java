package io.busline.benchmarks.kafka;

import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Stopwatch;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.load.Order;
import io.busline.servers.KafkaServer;

/** Publishes as fast as it goes, and stops the clock when all of it was confirmed. */
record KafkaPublishing(KafkaServer server, KafkaWriting writer, long nanos) implements Subject {

  @Override
  public Sample sample() throws Exception {
    int events = 0;
    Stopwatch watch = new Stopwatch();
    for (; watch.nanos() < nanos; events++) {
      writer.publish(Order.number(events));
    }
    writer.awaitConfirmed();
    return watch.rate(events);
  }

  @Override
  public void close() {
    writer.close();
    server.close();
  }
}
