package io.busline.benchmarks.rabbitmq;

import static io.busline.benchmarks.spring.SpringCloudStream.BINDING;
import static io.busline.benchmarks.spring.SpringCloudStream.READING;
import static io.busline.benchmarks.spring.SpringCloudStream.STREAM;
import static io.busline.benchmarks.spring.SpringCloudStream.set;

import io.busline.benchmarks.load.Handling;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Publishing;
import io.busline.benchmarks.spring.SpringCloudStream;
import io.busline.benchmarks.spring.SpringCloudStreamBridge;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.MessageListenerContainer;
import org.springframework.amqp.support.AmqpHeaders;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.cloud.stream.config.ProducerMessageHandlerCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.amqp.outbound.AmqpOutboundEndpoint;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.support.MessageBuilder;

/**
 * Spring Cloud Stream over RabbitMQ. From its reference:
 *
 * <ul>
 *   <li>"Publisher Confirms": with {@code useConfirmHeader}, the way it prefers, each message goes
 *       with correlation data, whose future is looked at.
 *   <li>"Error Channels": the channel for errors gets what was not stored, and has messages be
 *       mandatory. They are persistent by default.
 *   <li>"RabbitMQ Consumer Properties": {@code containerType} is {@code direct}, which has no queue
 *       and no thread between the client and the function, {@code quorum.enabled} is the kind of
 *       queue, and {@code prefetch} is the tuned client's; a customizer has it acknowledge in bulk.
 * </ul>
 *
 * <p>It writes the same of an event as the others, but in headers that begin with {@code
 * cloudEvents:}, as it does by itself over AMQP.
 */
final class SpringCloudStreamRabbit {
  private static final String BINDER = "rabbit";
  private static final String GROUP = "benchmarks";
  private static final String PUBLISHER = STREAM + "rabbit.bindings." + BINDING + ".producer.";
  private static final String READER = STREAM + "rabbit.bindings." + READING + ".consumer.";

  private SpringCloudStreamRabbit() {}

  /** Finds the template that the bridge publishes with, which scopes are opened on. */
  @Configuration(proxyBeanMethods = false)
  static class Template {
    private final AtomicReference<@Nullable RabbitTemplate> found = new AtomicReference<>();

    @Bean
    ProducerMessageHandlerCustomizer<MessageHandler> finder() {
      return (endpoint, destination) ->
          found.set(((AmqpOutboundEndpoint) endpoint).getRabbitTemplate());
    }

    RabbitTemplate found() {
      return Objects.requireNonNull(found.get(), "the bridge is not bound");
    }
  }

  /** How to acknowledge. A customizer of another type, even a narrower one, is not used. */
  @Configuration(proxyBeanMethods = false)
  static class Acknowledgements {
    @Bean
    ListenerContainerCustomizer<MessageListenerContainer> acknowledgements() {
      return (container, destination, group) ->
          ((DirectMessageListenerContainer) container)
              .setMessagesPerAck(RawRabbit.ACKNOWLEDGED_TOGETHER);
    }
  }

  static Publishing open(RawRabbitQueue queue, Handling handling, Runnable whenClosed) {
    ConfigurableApplicationContext reader = reader(queue, handling);
    ConfigurableApplicationContext publisher = publisher(queue);
    ExecutorService threads = SpringRabbitPublishing.threads();
    publisher.getBean(CachingConnectionFactory.class).setExecutor(threads);
    SpringCloudStreamBridge bridge = new SpringCloudStreamBridge(publisher, () -> {});
    RawRabbitMessages messages = new RawRabbitMessages();
    return new SpringRabbitPublishing(
        publisher.getBean(Template.class).found(),
        order -> {
          CorrelationData correlation = new CorrelationData(order.orderId());
          MessageBuilder<Order> message =
              MessageBuilder.withPayload(order)
                  .setHeader(AmqpHeaders.PUBLISH_CONFIRM_CORRELATION, correlation);
          message.setHeader(AmqpHeaders.MESSAGE_ID, messages.describe(order, message::setHeader));
          bridge.send(message.build());
          return correlation;
        },
        () -> {
          bridge.close();
          threads.shutdown();
          reader.close();
          whenClosed.run();
        });
  }

  private static ConfigurableApplicationContext publisher(RawRabbitQueue queue) {
    SpringApplicationBuilder service =
        SpringCloudStream.publishing(BINDER, queue.exchange(), Template.class);
    connect(service, queue);
    set(service, "spring.rabbitmq.publisher-confirm-type", "correlated");
    set(service, "spring.rabbitmq.publisher-returns", true);
    set(service, PUBLISHER + "use-confirm-header", true);
    set(service, PUBLISHER + "routing-key", Order.TYPE);
    return service.run();
  }

  private static ConfigurableApplicationContext reader(RawRabbitQueue queue, Handling handling) {
    SpringApplicationBuilder service =
        SpringCloudStream.reading(BINDER, queue.exchange(), handling, Acknowledgements.class);
    connect(service, queue);
    set(service, STREAM + "bindings." + READING + ".group", GROUP);
    set(service, READER + "binding-routing-key", Order.TYPE);
    set(service, READER + "container-type", "direct");
    set(service, READER + "prefetch", RawRabbit.PREFETCH);
    set(service, READER + "quorum.enabled", true);
    return service.run();
  }

  private static void connect(SpringApplicationBuilder service, RawRabbitQueue queue) {
    set(service, "spring.rabbitmq.host", "127.0.0.1");
    set(service, "spring.rabbitmq.port", queue.port());
  }
}
