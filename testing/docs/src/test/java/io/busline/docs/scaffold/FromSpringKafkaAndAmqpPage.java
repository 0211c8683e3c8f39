package io.busline.docs.scaffold;

import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.kafka.core.KafkaTemplate;

/** What applications of Spring Kafka and Spring AMQP have at hand. */
public class FromSpringKafkaAndAmqpPage extends AnyPage {
  protected OrderCreated order;
  protected KafkaTemplate<String, Object> kafkaTemplate;
  protected RabbitTemplate rabbitTemplate;
}
