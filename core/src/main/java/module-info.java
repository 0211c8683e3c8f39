/** Busline's core: the API, the delivery engine, the broker and codec interfaces, memory broker. */
@SuppressWarnings("module") // Those of its observers are compiled later.
module io.busline.core {
  requires static transitive org.jspecify;

  exports io.busline;
  exports io.busline.admin;
  exports io.busline.annotation;
  exports io.busline.cloudevents;
  exports io.busline.codec;
  exports io.busline.error;
  exports io.busline.event;
  exports io.busline.memory;
  exports io.busline.spi;
  exports io.busline.spi.log;
  exports io.busline.telemetry to
      io.busline.micrometer,
      io.busline.opentelemetry;

  uses io.busline.codec.Codec;
  uses io.busline.codec.EventFormat;
  uses io.busline.spi.BrokerProvider;

  provides io.busline.spi.BrokerProvider with
      io.busline.memory.MemoryBrokerProvider;
}
