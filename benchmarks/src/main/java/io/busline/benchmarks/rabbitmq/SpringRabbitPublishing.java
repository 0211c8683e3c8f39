package io.busline.benchmarks.rabbitmq;

import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Outstanding;
import io.busline.benchmarks.load.Publishing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitOperations;

/**
 * Publishes with Spring AMQP, some orders at a time on one channel, and looks at every confirmation
 * and at what came back. From its reference, "Scoped Operations": a send outside of a scope takes a
 * channel, and with confirmations nobody else gets that channel until its own has come. With
 * thousands on their way there would be a channel for each of them, which the server refuses.
 */
final class SpringRabbitPublishing implements Publishing {

  /** With fewer, there are more channels than the template keeps, which is 25. */
  private static final int TOGETHER = 256;

  private final RabbitOperations template;
  private final Function<Order, CorrelationData> sending;
  private final AutoCloseable resources;
  private final List<Order> waiting = new ArrayList<>();
  private final Outstanding outstanding = new Outstanding(Outstanding.MOST - TOGETHER);

  /**
   * Publishes through a template.
   *
   * @param sending sends with the template, and tells how it will be confirmed
   * @param resources what else to close
   */
  SpringRabbitPublishing(
      RabbitOperations template,
      Function<Order, CorrelationData> sending,
      AutoCloseable resources) {
    this.template = template;
    this.sending = sending;
    this.resources = resources;
  }

  /**
   * Threads for a connection factory. Each confirmation is a task for them, and so is waiting for
   * those of a channel. Left alone, the factory starts hundreds when many are confirmed at once.
   */
  static ExecutorService threads() {
    return Executors.newFixedThreadPool(2 * Outstanding.MOST / TOGETHER);
  }

  @Override
  public void publish(Order order) throws Exception {
    waiting.add(order);
    if (waiting.size() == TOGETHER) {
      send();
    }
  }

  private void send() throws Exception {
    List<CorrelationData> sent = template.invoke(scope -> waiting.stream().map(sending).toList());
    waiting.clear();
    for (CorrelationData each : sent) {
      outstanding.add(stored(each));
    }
  }

  /** What came back as unroutable is known before its confirmation comes. */
  private static CompletableFuture<Void> stored(CorrelationData order) {
    return order
        .getFuture()
        .thenAccept(
            confirmation -> {
              if (!confirmation.ack() || order.getReturned() != null) {
                throw new IllegalStateException("an order was not stored: " + order);
              }
            });
  }

  @Override
  public void awaitConfirmed() throws Exception {
    send();
    outstanding.await();
  }

  @Override
  public void close() {
    try {
      resources.close();
    } catch (Exception e) {
      throw new IllegalStateException("a publisher could not be closed", e);
    }
  }
}
