package io.busline.benchmarks;

import io.busline.servers.KafkaServer;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.messaging.SubscribableChannel;

/**
 * Spring Cloud Stream over Kafka: its bridge, a function, and its JSON. From its reference:
 *
 * <ul>
 *   <li>"Kafka Producer Properties": {@code recordMetadataChannel} gets each confirmation, and the
 *       channel for errors each failure. {@code requiredAcks} and the client's own {@code retries}
 *       are set because the binder's are 1 and 0, which an idempotent client refuses.
 *   <li>"Kafka Consumer Properties": what a poll brought is committed when all of it is handled,
 *       the default of {@code ackMode}; a customizer has it not wait for the answer, as the tuned
 *       client does.
 *   <li>"Content Type Negotiation": orders are written and read as JSON, its default.
 * </ul>
 */
final class SpringCloudStream {
  static final String CONFIRMED = "confirmed";
  static final String BINDING = "order-out-0";

  private static final String STREAM = "spring.cloud.stream.";
  private static final String BINDER = STREAM + "kafka.binder.";
  private static final String KAFKA_PUBLISHER = STREAM + "kafka.bindings." + BINDING + ".producer.";

  private SpringCloudStream() {}

  /** A service that publishes. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Publishing {
    @Bean(CONFIRMED)
    SubscribableChannel confirmed() {
      return new DirectChannel();
    }
  }

  /** A service that reads. */
  @SpringBootConfiguration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Reading {
    @Bean
    Consumer<Order> orders(Handling handling) {
      return handling::handle;
    }

    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> commits() {
      return (container, destination, group) ->
          container.getContainerProperties().setSyncCommits(false);
    }
  }

  static KafkaWriting writer(KafkaServer server) {
    SpringApplicationBuilder service =
        service(server, Publishing.class)
            .properties(
                Map.of(
                    STREAM + "output-bindings",
                    RawRecords.TOPIC,
                    STREAM + "bindings." + BINDING + ".destination",
                    RawRecords.TOPIC,
                    STREAM + "bindings." + BINDING + ".producer.error-channel-enabled",
                    "true",
                    KAFKA_PUBLISHER + "record-metadata-channel",
                    CONFIRMED,
                    KAFKA_PUBLISHER + "configuration.key.serializer",
                    "org.apache.kafka.common.serialization.StringSerializer"));
    KafkaClients.TUNED
        .publishing(server)
        .forEach((name, value) -> set(service, BINDER + "producer-properties." + name, value));
    set(service, BINDER + "required-acks", "all");
    set(service, BINDER + "producer-properties.retries", Integer.MAX_VALUE);
    return new SpringCloudStreamWriter(service.run());
  }

  static AutoCloseable reader(KafkaServer server, String group, Handling handling) {
    SpringApplicationBuilder service =
        service(server, Reading.class)
            .initializers(
                context ->
                    ((GenericApplicationContext) context)
                        .registerBean(Handling.class, () -> handling))
            .properties(
                Map.of(
                    "spring.cloud.function.definition",
                    "orders",
                    STREAM + "bindings.orders-in-0.destination",
                    RawRecords.TOPIC,
                    STREAM + "bindings.orders-in-0.group",
                    group));
    KafkaClients.TUNED
        .reading(server)
        .forEach((name, value) -> set(service, BINDER + "consumer-properties." + name, value));
    return service.run();
  }

  private static SpringApplicationBuilder service(KafkaServer server, Class<?> service) {
    // It would set up a logging system of its own.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    return new SpringApplicationBuilder(service)
        .web(WebApplicationType.NONE)
        .logStartupInfo(false)
        .properties(
            Map.of(
                "spring.main.banner-mode",
                "off",
                BINDER + "brokers",
                KafkaClients.address(server),
                BINDER + "auto-create-topics",
                "false"));
  }

  private static void set(SpringApplicationBuilder service, String name, Object value) {
    service.properties(Map.of(name, value.toString()));
  }
}
