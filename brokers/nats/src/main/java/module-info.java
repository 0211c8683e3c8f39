/** Busline brokers over NATS: {@code nats://} and {@code jetstream://}. */
module io.busline.nats {
  requires transitive io.busline.core;
  requires io.nats.jnats;

  exports io.busline.nats;

  provides io.busline.spi.BrokerProvider with
      io.busline.nats.NatsBrokerProvider;
}
