package io.busline.benchmarks.startup;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import io.busline.EventBus;
import io.busline.benchmarks.kafka.KafkaClients;
import io.busline.benchmarks.kafka.RawRecords;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.nats.RawMessages;
import io.busline.benchmarks.rabbitmq.RawRabbitMessages;
import io.busline.benchmarks.rabbitmq.RawRabbitQueue;
import io.busline.servers.NatsServer;
import io.busline.servers.RabbitServer;
import io.busline.servers.Release;
import io.busline.servers.Server;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.PublishOptions;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A way to connect and have one event confirmed. Streams, exchanges and topics are there already,
 * which Busline looks at and the client takes on trust.
 */
enum Connector {
  JNATS("jnats: JetStream", null) {
    @Override
    AutoCloseable connect(int port, Order order) throws Exception {
      var connection = Nats.connect("nats://127.0.0.1:" + port);
      Message message = new RawMessages().write(order);
      connection
          .jetStream()
          .publish(message, PublishOptions.builder().messageId(RawMessages.id(message)).build());
      return connection;
    }
  },
  JETSTREAM("Busline jetstream:", JNATS),
  AMQP_CLIENT("amqp-client: quorum", null) {
    @Override
    AutoCloseable connect(int port, Order order) throws Exception {
      Connection connection = queue(port).connect();
      Channel channel = connection.createChannel();
      channel.confirmSelect();
      RawRabbitMessages messages = new RawRabbitMessages();
      channel.basicPublish(
          EXCHANGE, Order.TYPE, true, messages.properties(order), messages.body(order));
      channel.waitForConfirmsOrDie(CONFIRMED_WITHIN_MILLIS);
      return connection;
    }
  },
  AMQP("Busline amqp: quorum", AMQP_CLIENT),
  KAFKA_CLIENTS("kafka-clients", null) {
    @Override
    AutoCloseable connect(int port, Order order) throws Exception {
      Map<String, Object> properties =
          Map.of(KafkaClients.BOOTSTRAP, "127.0.0.1:" + port, ProducerConfig.ACKS_CONFIG, "all");
      KafkaProducer<String, byte[]> client =
          new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
      client.send(new RawRecords().write(order, null)).get();
      return client;
    }
  },
  KAFKA("Busline kafka:", KAFKA_CLIENTS);

  private static final String EXCHANGE = "connecting";
  private static final long CONFIRMED_WITHIN_MILLIS = 10_000;

  final String words;

  /** The client that it stands beside, if it is a bus. */
  final @Nullable Connector beside;

  Connector(String words, @Nullable Connector beside) {
    this.words = words;
    this.beside = beside;
  }

  /** A server on which everything is made: a group, too, so that somebody wants the events. */
  Server start() {
    Server server =
        switch (this) {
          case JNATS, JETSTREAM -> NatsServer.start(Release.CURRENT);
          case AMQP_CLIENT, AMQP -> RabbitServer.start(Release.CURRENT);
          case KAFKA_CLIENTS, KAFKA -> KafkaClients.server();
        };
    try (EventBus bus = EventBus.connect(url(server.port()), "benchmarks")) {
      bus.subscription("benchmarks").on(Order.class, event -> {}).subscribe();
      bus.publish(Order.number(-1));
    }
    return server;
  }

  /** Connects, publishes, waits until it is confirmed, and returns what is to be closed. */
  AutoCloseable connect(int port, Order order) throws Exception {
    EventBus bus = EventBus.connect(url(port), "benchmarks");
    bus.publish(order);
    return bus;
  }

  private String url(int port) {
    return switch (this) {
      case JNATS, JETSTREAM -> "jetstream://127.0.0.1:" + port;
      case AMQP_CLIENT, AMQP -> queue(port).url();
      case KAFKA_CLIENTS, KAFKA -> "kafka://127.0.0.1:" + port;
    };
  }

  private static RawRabbitQueue queue(int port) {
    return new RawRabbitQueue(port, "quorum", EXCHANGE);
  }
}
