package io.busline.benchmarks.rabbitmq;

import io.busline.benchmarks.load.Handling;
import io.busline.benchmarks.load.Order;
import io.busline.benchmarks.load.Publishing;
import java.util.concurrent.ExecutorService;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.support.converter.ClassMapper;
import org.springframework.amqp.support.converter.JacksonJsonMessageConverter;

/**
 * Spring AMQP: its template, its listener container, and its JSON. From its reference:
 *
 * <ul>
 *   <li>"Correlated Publisher Confirms and Returns": each message goes with correlation data, whose
 *       future is looked at; it is mandatory, and persistent by default.
 *   <li>"Connection and Resource Management": threads for what is confirmed, as {@link
 *       SpringRabbitPublishing#threads} says.
 *   <li>"Using a Separate Connection": what publishes does not share its connection with what
 *       reads.
 *   <li>"Choosing a Container": the direct one has no queue and no thread between the client and
 *       the listener.
 *   <li>"Message Listener Container Configuration": {@code messagesPerAck} acknowledges in bulk,
 *       and {@code prefetchCount} is the tuned client's, as well.
 *   <li>"Message Converters": both sides know the type, so it need not travel.
 * </ul>
 */
final class SpringAmqp {
  private SpringAmqp() {}

  /** Always an order, said by no header. */
  private static final class Orders implements ClassMapper {
    @Override
    public void fromClass(Class<?> type, MessageProperties properties) {}

    @Override
    public Class<?> toClass(MessageProperties properties) {
      return Order.class;
    }
  }

  static Publishing open(RawRabbitQueue queue, Handling handling, Runnable whenClosed)
      throws Exception {
    ExecutorService threads = SpringRabbitPublishing.threads();
    CachingConnectionFactory connections = new CachingConnectionFactory("127.0.0.1", queue.port());
    connections.setPublisherConfirmType(ConfirmType.CORRELATED);
    connections.setPublisherReturns(true);
    connections.setExecutor(threads);
    queue.declare(connections.createConnection().getDelegate());
    DirectMessageListenerContainer container = listen(connections, queue, handling);
    return publishing(
        connections,
        queue,
        () -> {
          container.stop();
          connections.destroy();
          threads.shutdown();
          whenClosed.run();
        });
  }

  private static Publishing publishing(
      CachingConnectionFactory connections, RawRabbitQueue queue, AutoCloseable resources) {
    RabbitTemplate template = new RabbitTemplate(connections);
    template.setUsePublisherConnection(true);
    template.setMandatory(true);
    template.setMessageConverter(json());
    RawRabbitMessages messages = new RawRabbitMessages();
    return new SpringRabbitPublishing(
        template,
        order -> {
          CorrelationData correlation = new CorrelationData(order.orderId());
          template.convertAndSend(
              queue.exchange(),
              Order.TYPE,
              order,
              message -> {
                MessageProperties properties = message.getMessageProperties();
                properties.setMessageId(messages.describe(order, properties::setHeader));
                return message;
              },
              correlation);
          return correlation;
        },
        resources);
  }

  private static DirectMessageListenerContainer listen(
      CachingConnectionFactory connections, RawRabbitQueue queue, Handling handling) {
    JacksonJsonMessageConverter json = json();
    DirectMessageListenerContainer container = new DirectMessageListenerContainer(connections);
    container.setQueueNames(queue.name());
    container.setPrefetchCount(RawRabbit.PREFETCH);
    container.setMessagesPerAck(RawRabbit.ACKNOWLEDGED_TOGETHER);
    container.setMessageListener(message -> handling.handle((Order) json.fromMessage(message)));
    container.start();
    return container;
  }

  private static JacksonJsonMessageConverter json() {
    JacksonJsonMessageConverter json = new JacksonJsonMessageConverter();
    json.setClassMapper(new Orders());
    return json;
  }
}
