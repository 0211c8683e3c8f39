package io.busline.benchmarks.nats;

import io.nats.client.Connection;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;

/** What all that use NATS' own client do alike. */
final class NatsClients {
  static final String STREAM = "order";

  private NatsClients() {}

  /** Makes the stream of orders, in files. */
  static void makeStream(Connection connection) throws Exception {
    connection
        .jetStreamManagement()
        .addStream(
            StreamConfiguration.builder()
                .name(STREAM)
                .subjects("order.*")
                .storageType(StorageType.File)
                .build());
  }

  /** Closes them; one that is interrupted leaves the rest to the end of the process. */
  static void close(Connection... connections) {
    try {
      for (Connection connection : connections) {
        connection.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
