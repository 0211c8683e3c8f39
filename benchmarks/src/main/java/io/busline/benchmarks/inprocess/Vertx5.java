package io.busline.benchmarks.inprocess;

import io.busline.benchmarks.load.Counter;
import io.busline.benchmarks.load.InProcessBus;
import io.busline.benchmarks.load.Order;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.util.List;

/** The local event bus of Vert.x, handing over the object itself. */
final class Vertx5 implements InProcessBus {
  private final Vertx vertx = Vertx.vertx();
  private final EventBus bus = vertx.eventBus();
  private final Payload payload = new Payload(Order.bytes());

  Vertx5(List<Counter> subscribers) {
    bus.registerDefaultCodec(Payload.class, new ByReference());
    for (Counter counter : subscribers) {
      bus.<Payload>localConsumer(Order.TYPE, message -> counter.increment()).completion().await();
    }
  }

  @Override
  public int publish() {
    bus.publish(Order.TYPE, payload);
    return 1;
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  /** Without a copy, which its codec for bytes would make. */
  private static final class ByReference implements MessageCodec<Payload, Payload> {
    @Override
    public void encodeToWire(Buffer buffer, Payload payload) {
      throw new UnsupportedOperationException("this bus is local");
    }

    @Override
    public Payload decodeFromWire(int position, Buffer buffer) {
      throw new UnsupportedOperationException("this bus is local");
    }

    @Override
    public Payload transform(Payload payload) {
      return payload;
    }

    @Override
    public String name() {
      return "by-reference";
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
