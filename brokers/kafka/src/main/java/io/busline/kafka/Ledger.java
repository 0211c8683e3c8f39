package io.busline.kafka;

import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Where an instance of a group has noted what it has done. For the reading thread. */
interface Ledger {

  /** Does what is due between two polls. */
  void tend(Consumer<byte[], byte[]> client);

  /** Partitions are to be given up, and the client is already what it will be without them. */
  void prepare(Consumer<byte[], byte[]> client);

  /**
   * Notes what is done by now, while partitions are given up and the client does not poll. Nothing
   * is to be done if another thread notes it.
   */
  default void keep(Consumer<byte[], byte[]> client) {}

  /** Notes the last of partitions, and lets go of them. Nothing of them is with the engine. */
  void giveUp(Consumer<byte[], byte[]> client, Collection<TopicPartition> partitions);

  /** Notes the last of everything within some time. */
  void end(Consumer<byte[], byte[]> client, Duration within);

  /** The client is gone, and what it held is somebody else's. */
  void abandoned();
}
