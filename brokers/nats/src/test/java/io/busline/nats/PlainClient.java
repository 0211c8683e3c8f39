package io.busline.nats;

import io.busline.servers.Endpoint;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** The client library as others use it, with room for a busy machine: its own 2 s are too few. */
final class PlainClient {
  private static final Duration CONNECTS_WITHIN = Duration.ofMinutes(2);

  /** By default, the client logs each lost connection as severe. */
  private static final class Silence implements ErrorListener {}

  private PlainClient() {}

  static Connection connect(Endpoint server) {
    try {
      return Nats.connect(
          Options.builder()
              .server("nats://" + server.address())
              .connectionTimeout(CONNECTS_WITHIN)
              .errorListener(new Silence())
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
