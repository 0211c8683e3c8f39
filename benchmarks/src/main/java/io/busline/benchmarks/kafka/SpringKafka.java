package io.busline.benchmarks.kafka;

import io.busline.benchmarks.load.Handling;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Outstanding;
import io.busline.servers.KafkaServer;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.support.serializer.JacksonJsonDeserializer;
import org.springframework.kafka.support.serializer.JacksonJsonSerializer;

/**
 * Spring for Apache Kafka: its template and its listener container, the shortest way it has, and
 * its JSON. From its reference:
 *
 * <ul>
 *   <li>"Sending Messages": {@code send} gives a future, and each is looked at.
 *   <li>"Serialization, Deserialization": both sides know the type, so it need not travel.
 *   <li>"Committing Offsets": the container commits what a poll brought when all of it is handled
 *       ({@code AckMode.BATCH}, its default), here without waiting for the answer, as the tuned
 *       client does.
 * </ul>
 */
final class SpringKafka {
  private SpringKafka() {}

  static KafkaWriting writer(KafkaServer server) {
    DefaultKafkaProducerFactory<String, Order> factory =
        new DefaultKafkaProducerFactory<>(
            KafkaClients.TUNED.publishing(server),
            new StringSerializer(),
            new JacksonJsonSerializer<Order>().noTypeInfo());
    KafkaTemplate<String, Order> template = new KafkaTemplate<>(factory);
    RawRecords records = new RawRecords();
    Outstanding outstanding = new Outstanding();
    return new KafkaWriting() {
      @Override
      public void publish(Order order) throws Exception {
        ProducerRecord<String, Order> record =
            new ProducerRecord<>(RawRecords.TOPIC, order.orderId(), order);
        records.describe(order, record.headers());
        outstanding.add(template.send(record));
      }

      @Override
      public void awaitConfirmed() throws Exception {
        outstanding.await();
      }

      @Override
      public void close() {
        factory.destroy();
      }
    };
  }

  static AutoCloseable reader(KafkaServer server, String group, Handling handling) {
    Map<String, Object> client = KafkaClients.TUNED.reading(server);
    client.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    DefaultKafkaConsumerFactory<String, Order> factory =
        new DefaultKafkaConsumerFactory<>(
            client,
            new StringDeserializer(),
            new JacksonJsonDeserializer<>(Order.class).ignoreTypeHeaders());
    ContainerProperties properties = new ContainerProperties(RawRecords.TOPIC);
    properties.setSyncCommits(false);
    properties.setMessageListener(
        (MessageListener<String, Order>) record -> handling.handle(record.value()));
    ConcurrentMessageListenerContainer<String, Order> container =
        new ConcurrentMessageListenerContainer<>(factory, properties);
    container.start();
    return container::stop;
  }
}
