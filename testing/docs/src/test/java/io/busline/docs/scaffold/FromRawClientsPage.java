package io.busline.docs.scaffold;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import io.nats.client.Connection;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import tools.jackson.databind.json.JsonMapper;

/** What programs with bare clients have at hand. */
public class FromRawClientsPage extends AnyPage {
  protected OrderCreated order;
  protected Properties properties;
  protected JsonMapper mapper;
  protected boolean running;
  protected KafkaProducer<String, String> producer;
  protected Channel channel;
  protected BasicProperties persistent;
  protected Connection connection;
}
