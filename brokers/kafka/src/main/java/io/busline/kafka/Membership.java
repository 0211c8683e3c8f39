package io.busline.kafka;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.jspecify.annotations.Nullable;

/**
 * As whom an instance takes part in its group: what the reading thread knows of it, for the one
 * that commits. It ends when nobody can tell what is committed, and the next client has another
 * one. Safe for both threads.
 */
final class Membership {
  private @Nullable ConsumerGroupMetadata present;
  private boolean over;

  /** Null while there is none. */
  synchronized @Nullable ConsumerGroupMetadata present() {
    return present;
  }

  /** The client must be replaced. */
  synchronized void end() {
    present = null;
    over = true;
  }

  /** Notes who the client is; false if it must be replaced. */
  synchronized boolean renew(Consumer<byte[], byte[]> client) {
    if (!over) {
      present = client.groupMetadata();
    }
    return !over;
  }

  /** The client is gone. */
  synchronized void begin() {
    present = null;
    over = false;
  }
}
