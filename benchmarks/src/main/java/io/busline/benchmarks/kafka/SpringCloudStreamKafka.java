package io.busline.benchmarks.kafka;

import static io.busline.benchmarks.spring.SpringCloudStream.BINDING;
import static io.busline.benchmarks.spring.SpringCloudStream.READING;
import static io.busline.benchmarks.spring.SpringCloudStream.STREAM;
import static io.busline.benchmarks.spring.SpringCloudStream.set;

import io.busline.benchmarks.load.Handling;
import io.busline.benchmarks.spring.SpringCloudStream;
import io.busline.servers.KafkaServer;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.messaging.SubscribableChannel;

/**
 * Spring Cloud Stream over Kafka. From its reference:
 *
 * <ul>
 *   <li>"Kafka Producer Properties": {@code recordMetadataChannel} gets each confirmation, and the
 *       channel for errors each failure. {@code requiredAcks} and the client's own {@code retries}
 *       are set because the binder's are 1 and 0, which an idempotent client refuses.
 *   <li>"Kafka Consumer Properties": what a poll brought is committed when all of it is handled,
 *       the default of {@code ackMode}; a customizer has it not wait for the answer, as the tuned
 *       client does.
 * </ul>
 */
final class SpringCloudStreamKafka {
  static final String CONFIRMED = "confirmed";

  private static final String BINDER = STREAM + "kafka.binder.";
  private static final String PUBLISHER = STREAM + "kafka.bindings." + BINDING + ".producer.";

  private SpringCloudStreamKafka() {}

  /** Where confirmations come. */
  @Configuration(proxyBeanMethods = false)
  static class Confirmations {
    @Bean(CONFIRMED)
    SubscribableChannel confirmed() {
      return new DirectChannel();
    }
  }

  /** How to commit. */
  @Configuration(proxyBeanMethods = false)
  static class Commits {
    @Bean
    ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> commits() {
      return (container, destination, group) ->
          container.getContainerProperties().setSyncCommits(false);
    }
  }

  static KafkaWriting writer(KafkaServer server) {
    SpringApplicationBuilder service =
        SpringCloudStream.publishing("kafka", RawRecords.TOPIC, Confirmations.class);
    connect(service, server);
    set(service, PUBLISHER + "record-metadata-channel", CONFIRMED);
    set(
        service,
        PUBLISHER + "configuration.key.serializer",
        "org.apache.kafka.common.serialization.StringSerializer");
    KafkaClients.TUNED
        .publishing(server)
        .forEach((name, value) -> set(service, BINDER + "producer-properties." + name, value));
    set(service, BINDER + "required-acks", "all");
    set(service, BINDER + "producer-properties.retries", Integer.MAX_VALUE);
    return new SpringCloudStreamKafkaWriter(service.run());
  }

  static AutoCloseable reader(KafkaServer server, String group, Handling handling) {
    SpringApplicationBuilder service =
        SpringCloudStream.reading("kafka", RawRecords.TOPIC, handling, Commits.class);
    connect(service, server);
    set(service, STREAM + "bindings." + READING + ".group", group);
    KafkaClients.TUNED
        .reading(server)
        .forEach((name, value) -> set(service, BINDER + "consumer-properties." + name, value));
    return service.run();
  }

  private static void connect(SpringApplicationBuilder service, KafkaServer server) {
    set(service, BINDER + "brokers", KafkaClients.address(server));
    set(service, BINDER + "auto-create-topics", false);
  }
}
