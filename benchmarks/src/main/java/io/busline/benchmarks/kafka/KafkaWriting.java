package io.busline.benchmarks.kafka;

import io.busline.benchmarks.load.Order;

/** Publishes orders to Kafka. Used by one thread. */
interface KafkaWriting extends AutoCloseable {

  /** Publishes without waiting for the confirmation, if the way it is done is asynchronous. */
  void publish(Order order) throws Exception;

  /** Waits until everything published is confirmed; fails if something is not. */
  void awaitConfirmed() throws Exception;

  @Override
  void close();
}
