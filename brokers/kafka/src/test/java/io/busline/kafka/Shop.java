package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.PublishOutcome;
import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.servers.Await;
import io.busline.servers.Endpoint;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What a test has to do with a server: buses, what they received, and plain clients. */
final class Shop implements AutoCloseable {
  final String name = "s" + UUID.randomUUID().toString().substring(0, 8);
  final List<String> received = new CopyOnWriteArrayList<>();
  private final Endpoint server;
  private final Admin admin;
  private final List<EventBus> buses = new ArrayList<>();

  Shop(Endpoint server) {
    this.server = server;
    this.admin = Admin.create(Map.of("bootstrap.servers", server.address()));
  }

  /** An event type, or a topic, of this test's own. */
  String type(String type) {
    return name + "." + type;
  }

  EventBus bus() {
    return bus("");
  }

  /** A bus with more options in its URL, such as {@code &topology=none}. */
  EventBus bus(String options) {
    return bus(options, builder -> builder);
  }

  EventBus bus(String options, UnaryOperator<EventBusBuilder> settings) {
    EventBusBuilder builder =
        EventBus.builder("kafka://" + server.address() + "?partitions=4" + options).service(name);
    EventBus bus = settings.apply(builder).connect();
    buses.add(bus);
    return bus;
  }

  /** Subscribes one more instance of a group, which notes what it received. */
  EventBus subscribe(String group, String type) {
    EventBus bus = bus();
    bus.subscription(name + group)
        .on(type(type), byte[].class, event -> received.add(text(event)))
        .subscribe();
    return bus;
  }

  void publish(EventBus bus, String type, String key, String text) {
    bus.publish(event(type, key, text));
  }

  /**
   * Publishes orders of several keys in turn. The text of each is its key's number and its own.
   *
   * @return all the texts, such as {@code 3/7}
   */
  List<String> publishOrders(EventBus bus, int keys, int from, int to) {
    List<String> texts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      List<EventBuilder<byte[]>> orders = new ArrayList<>();
      for (int key = 0; key < keys; key++) {
        texts.add(key + "/" + i);
        orders.add(event("order.created", "k" + key, key + "/" + i));
      }
      assertThat(bus.publishAll(orders)).allMatch(PublishOutcome::isStored);
    }
    return texts;
  }

  EventBuilder<byte[]> event(String type, String key, String text) {
    return Event.builder(type(type), text.getBytes(StandardCharsets.UTF_8))
        .id(text)
        .source("shop")
        .subject(key);
  }

  static String text(Event<byte[]> event) {
    return new String(event.data(), StandardCharsets.UTF_8);
  }

  void awaitReceived(String... texts) {
    await(List.of(texts) + " arrive", () -> received.containsAll(List.of(texts)));
  }

  void await(String what, BooleanSupplier condition) {
    Await.until(what, condition, () -> received);
  }

  /** The dead letters of a group, once there are so many. */
  List<DeadLetter> letters(EventBus bus, String group, int count) {
    DeadLetterQuery query = DeadLetterQuery.ofGroup(name + group);
    List<DeadLetter> letters = new ArrayList<>();
    await(
        count + " dead letters are there",
        () -> {
          letters.clear();
          letters.addAll(bus.deadLetters().list(query, Integer.MAX_VALUE));
          return letters.size() >= count;
        });
    assertThat(letters).as(letters.toString()).hasSize(count);
    return letters;
  }

  void make(String topic, int partitions) {
    NewTopic made = new NewTopic(type(topic), Optional.of(partitions), Optional.empty());
    ask(a -> a.createTopics(List.of(made)).all());
  }

  <T> T ask(Function<Admin, KafkaFuture<T>> question) {
    try {
      return question.apply(admin).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes records as a program does that knows nothing of Busline. */
  @SafeVarargs
  final void write(ProducerRecord<byte[], byte[]>... records) {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", server.address()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (ProducerRecord<byte[], byte[]> record : records) {
        producer.send(record).get();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Writes a record in a transaction, which is then committed or aborted. */
  void writeInTransaction(boolean commit, ProducerRecord<byte[], byte[]> record) {
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", server.address(), "transactional.id", name),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record).get();
      if (commit) {
        producer.commitTransaction();
      } else {
        producer.abortTransaction();
      }
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Reads a topic's partitions from the beginning to the end. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    try (TopicReader reader = new TopicReader(server.address(), topic, "read_uncommitted")) {
      return reader.all();
    }
  }

  @Override
  public void close() {
    buses.forEach(EventBus::close);
    admin.close();
  }
}
