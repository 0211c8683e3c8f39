package io.busline.benchmarks.inprocess;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import io.busline.benchmarks.load.Counter;
import io.busline.benchmarks.load.InProcessBus;
import io.busline.benchmarks.load.Order;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A Disruptor: no bus, but the bound of what handing over to a thread can reach. */
final class Ring implements InProcessBus {
  private static final int SLOTS = 65_536;

  private final Disruptor<Slot> disruptor;
  private final RingBuffer<Slot> ring;
  private final Payload payload = new Payload(Order.bytes());

  private static final class Slot {
    @Nullable Payload payload;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // An array of a generic type.
  Ring(List<Counter> subscribers) {
    disruptor =
        new Disruptor<>(
            Slot::new,
            SLOTS,
            DaemonThreadFactory.INSTANCE,
            ProducerType.MULTI,
            new BlockingWaitStrategy());
    EventHandler<Slot>[] handlers =
        subscribers.stream()
            .map(counter -> (EventHandler<Slot>) (slot, sequence, end) -> counter.increment())
            .toArray(EventHandler[]::new);
    disruptor.handleEventsWith(handlers);
    ring = disruptor.start();
  }

  @Override
  public int publish() {
    ring.publishEvent((slot, sequence, published) -> slot.payload = published, payload);
    return 1;
  }

  @Override
  public void close() {
    disruptor.shutdown();
  }
}
