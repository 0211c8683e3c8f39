package io.busline.benchmarks.kafka;

import io.busline.benchmarks.load.Handling;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Outstanding;
import io.busline.servers.KafkaServer;
import io.micronaut.configuration.kafka.annotation.ErrorStrategy;
import io.micronaut.configuration.kafka.annotation.ErrorStrategyValue;
import io.micronaut.configuration.kafka.annotation.KafkaClient;
import io.micronaut.configuration.kafka.annotation.KafkaKey;
import io.micronaut.configuration.kafka.annotation.KafkaListener;
import io.micronaut.configuration.kafka.annotation.OffsetReset;
import io.micronaut.configuration.kafka.annotation.OffsetStrategy;
import io.micronaut.configuration.kafka.annotation.Topic;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.messaging.annotation.MessageBody;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Micronaut Kafka: a client that it writes from an interface, a listener that it calls, and its own
 * JSON, all of it made by the compiler. From its guide:
 *
 * <ul>
 *   <li>"Producers": all acknowledgements, and a future for each event, which is looked at.
 *   <li>"Commiting Kafka Offsets": what a poll brought is committed when all of it is handled,
 *       without waiting for the answer, as the tuned client does; its default commits by the clock.
 *   <li>"Handling Consumer Exceptions": an event that fails is handled again, not skipped.
 * </ul>
 */
final class MicronautKafka {
  private static final String GROUP = "benchmarks.group";

  private MicronautKafka() {}

  /** Publishes. */
  @KafkaClient(acks = KafkaClient.Acknowledge.ALL)
  interface Orders {
    @Topic(RawRecords.TOPIC)
    CompletableFuture<RecordMetadata> publish(
        @KafkaKey String key, Headers headers, @MessageBody Order order);
  }

  /** Reads, in a service that has a group. */
  @Requires(property = GROUP)
  @KafkaListener(
      groupId = "${" + GROUP + "}",
      offsetReset = OffsetReset.EARLIEST,
      offsetStrategy = OffsetStrategy.ASYNC,
      errorStrategy = @ErrorStrategy(ErrorStrategyValue.RETRY_ON_ERROR))
  static class Listener {
    private final Handling handling;

    Listener(Handling handling) {
      this.handling = handling;
    }

    @Topic(RawRecords.TOPIC)
    void handle(@MessageBody Order order) {
      handling.handle(order);
    }
  }

  static KafkaWriting writer(KafkaServer server) {
    ApplicationContext context = ApplicationContext.run(properties(server));
    Orders orders = context.getBean(Orders.class);
    RawRecords records = new RawRecords();
    Outstanding outstanding = new Outstanding();
    return new KafkaWriting() {
      @Override
      public void publish(Order order) throws Exception {
        Headers headers = new RecordHeaders();
        records.describe(order, headers);
        outstanding.add(orders.publish(order.orderId(), headers, order));
      }

      @Override
      public void awaitConfirmed() throws Exception {
        outstanding.await();
      }

      @Override
      public void close() {
        context.close();
      }
    };
  }

  static AutoCloseable reader(KafkaServer server, String group, Handling handling) {
    Map<String, Object> properties = properties(server);
    properties.put(GROUP, group);
    ApplicationContext context = ApplicationContext.builder(properties).build();
    context.registerSingleton(Handling.class, handling);
    return context.start();
  }

  private static Map<String, Object> properties(KafkaServer server) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("kafka.bootstrap.servers", KafkaClients.address(server));
    KafkaClients.TUNED
        .publishing(server)
        .forEach((name, value) -> properties.put("kafka.producers.default." + name, value));
    KafkaClients.TUNED
        .reading(server)
        .forEach((name, value) -> properties.put("kafka.consumers.default." + name, value));
    return properties;
  }
}
