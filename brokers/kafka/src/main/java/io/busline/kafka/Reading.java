package io.busline.kafka;

import java.time.Duration;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** As whom a consumer reads: as an instance of a group, or for itself. For the reading thread. */
interface Reading {

  /** Makes a client that will read what it should, from where it should. */
  Consumer<byte[], byte[]> begin();

  /** Does what is due between two polls. */
  void tend(Consumer<byte[], byte[]> client);

  /** Ends in good order, within some time, or at once if that is zero. */
  void end(Consumer<byte[], byte[]> client, Duration within);

  /** The client was useless and is gone; what it knew counts no more. */
  void abandoned();

  /** What exists now may be of interest. Callable by any thread. */
  void found(Set<TopicPartition> partitions);
}
