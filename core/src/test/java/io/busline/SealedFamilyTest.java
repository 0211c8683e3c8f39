package io.busline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.annotation.EventType;
import io.busline.codec.Codec;
import io.busline.error.ConfigurationException;
import io.busline.memory.MemoryBroker;
import io.busline.memory.VirtualTime;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One handler for all classes that a sealed one permits. */
class SealedFamilyTest {
  sealed interface OrderEvent permits Created, Settled {}

  @EventType("order.created")
  record Created(String id) implements OrderEvent {}

  sealed interface Settled extends OrderEvent permits Paid, Cancelled {}

  @EventType(value = "order.paid", aliases = "order.settled")
  record Paid(String id) implements Settled {}

  @EventType("order.cancelled")
  record Cancelled(String id) implements Settled {}

  sealed interface Unnamed permits Named, Nameless {}

  @EventType("a.named")
  record Named() implements Unnamed {}

  record Nameless() implements Unnamed {}

  sealed interface Twins permits One, Other {}

  @EventType("a.twin")
  record One() implements Twins {}

  @EventType(value = "a.other", aliases = "a.twin")
  record Other() implements Twins {}

  /** Makes any record of one text. */
  private static final class Texts implements Codec {
    @Override
    public String mediaType() {
      return "text/plain";
    }

    @Override
    public boolean reads(String mediaType) {
      return true;
    }

    @Override
    public boolean writes(Class<?> dataClass) {
      return dataClass.isRecord();
    }

    @Override
    public byte[] encode(Object data) {
      return data.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <T> T decode(byte[] bytes, Class<T> dataClass) {
      try {
        return dataClass.getDeclaredConstructor(String.class).newInstance("read");
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }

  private final VirtualTime time = new VirtualTime();
  private final MemoryBroker broker = MemoryBroker.create(time);
  private final EventBus bus =
      EventBus.builder(broker).time(time).service("tests").codec(new Texts()).connect();
  private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    bus.close();
    broker.close();
  }

  @Test
  void a_handler_of_a_sealed_class_receives_the_events_of_all_that_it_permits() throws Exception {
    bus.subscription("g").on(OrderEvent.class, event -> seen.add(event.data())).subscribe();

    bus.publish(new Created("1"));
    bus.publish(new Paid("1"));
    bus.publish("order.settled", new Paid("1"));
    bus.publish(new Cancelled("1"));

    for (Object wanted :
        List.of(new Created("read"), new Paid("read"), new Paid("read"), new Cancelled("read"))) {
      assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo(wanted);
    }
  }

  @Test
  void a_transactional_handler_may_be_of_a_sealed_class() throws Exception {
    bus.subscription("g")
        .onTransaction(Settled.class, (event, transaction) -> seen.add(event.data()))
        .subscribe();

    bus.publish(new Cancelled("1"));

    assertThat(seen.poll(60, TimeUnit.SECONDS)).isEqualTo(new Cancelled("read"));
  }

  @Test
  void a_sealed_class_needs_a_name_for_its_group() {
    assertThatThrownBy(() -> bus.subscribe(OrderEvent.class, event -> {}))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nothing names its group for good")
        .hasMessageContaining("subscription(\"my-group\").on(OrderEvent.class, handler)");
  }

  @Test
  void a_permitted_class_without_a_type_is_refused() {
    assertThatThrownBy(() -> bus.subscription("g").on(Unnamed.class, event -> {}))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SealedFamilyTest$Nameless, which it permits, has no @EventType");
  }

  @Test
  void two_classes_of_one_type_are_refused() {
    assertThatThrownBy(() -> bus.subscription("g").on(Twins.class, event -> {}))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("SealedFamilyTest$One and")
        .hasMessageContaining("SealedFamilyTest$Other are both the data of the event type a.twin");
    assertThatThrownBy(
            () ->
                bus.subscription("g")
                    .on(One.class, event -> {})
                    .on("a.twin", String.class, event -> {}))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("\"a.twin\" would be read as")
        .hasMessageContaining("SealedFamilyTest$One and as java.lang.String in one subscription");
  }
}
