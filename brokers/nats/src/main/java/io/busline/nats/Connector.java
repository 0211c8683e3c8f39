package io.busline.nats;

import io.busline.error.BrokerException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

final class Connector implements AutoCloseable {
  private final Connection connection;
  private volatile Runnable onLost = () -> {};
  private volatile Runnable onBack = () -> {};

  Connector(NatsSettings settings, String client) {
    Options options =
        Options.builder()
            .server("nats://" + settings.url().hosts().get(0).toString())
            .connectionName(client)
            .maxReconnects(-1)
            .reconnectBufferSize(0)
            .reconnectWait(Duration.ofMillis(100))
            .pingInterval(Duration.ofSeconds(10))
            .maxPingsOut(2)
            .connectionTimeout(Duration.ofSeconds(5))
            .errorListener(
                new ErrorListener() {
                  @Override
                  public void exceptionOccurred(Connection conn, Exception exp) {
                    if (!(exp instanceof IOException)) {
                      System.getLogger("io.busline.nats")
                          .log(System.Logger.Level.WARNING, "client", exp);
                    }
                  }

                  @Override
                  public void slowConsumerDetected(Connection conn, Consumer consumer) {
                    System.getLogger("io.busline.nats").log(System.Logger.Level.WARNING, "slow");
                  }
                })
            .connectionListener(
                (c, type) -> {
                  if (type == ConnectionListener.Events.DISCONNECTED) {
                    onLost.run();
                  } else if (type == ConnectionListener.Events.RESUBSCRIBED) {
                    onBack.run();
                  }
                })
            .build();
    try {
      connection = Nats.connect(options);
    } catch (IOException e) {
      throw new BrokerException("connecting failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException("interrupted", e);
    }
  }

  Connection connection() {
    return connection;
  }

  Optional<String> problem() {
    return connection.getStatus() == Connection.Status.CONNECTED
        ? Optional.empty()
        : Optional.of("the server is out of reach");
  }

  void onLost(Runnable r) {
    onLost = r;
  }

  void onBack(Runnable r) {
    onBack = r;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
