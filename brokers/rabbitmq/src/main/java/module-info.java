/** A Busline broker over RabbitMQ: {@code amqp://} and {@code amqps://}. */
module io.busline.rabbitmq {
  requires transitive io.busline.core;
  requires com.rabbitmq.client;

  exports io.busline.rabbitmq;

  provides io.busline.spi.BrokerProvider with
      io.busline.rabbitmq.RabbitBrokerProvider;
}
