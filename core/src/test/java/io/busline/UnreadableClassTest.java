package io.busline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.codec.Codec;
import io.busline.error.ConfigurationException;
import io.busline.error.DecodingException;
import io.busline.event.EventDefinition;
import io.busline.event.TypeRef;
import io.busline.memory.MemoryBroker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A subscription whose every event would be a dead letter is refused. */
class UnreadableClassTest {
  private final MemoryBroker broker = MemoryBroker.create();

  @AfterEach
  void close() {
    broker.close();
  }

  record Page(String text) {}

  /** Text; says of some classes that it cannot read them. */
  private record Choosy(String mediaType, List<Class<?>> unreadables) implements Codec {
    Choosy(String mediaType, Class<?>... unreadables) {
      this(mediaType, List.of(unreadables));
    }

    @Override
    public boolean reads(String other) {
      return other.equals(mediaType);
    }

    @Override
    public boolean writes(Class<?> dataClass) {
      return dataClass == Page.class;
    }

    @Override
    public Optional<String> unreadable(Class<?> dataClass) {
      return unreadables.contains(dataClass)
          ? Optional.of(dataClass.getSimpleName() + " has no constructor for " + mediaType)
          : Optional.empty();
    }

    @Override
    public byte[] encode(Object data) {
      return data.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <T> T decode(byte[] bytes, Class<T> dataClass) {
      throw new DecodingException("nothing is decoded here");
    }
  }

  private EventBusBuilder bus() {
    return EventBus.builder(broker).service("tests");
  }

  @Test
  void without_a_codec_only_bytes_can_be_subscribed_to() {
    try (EventBus bus = bus().connect()) {
      assertThatThrownBy(() -> bus.subscribe("order.created", Page.class, e -> {}))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith(
              "subscription tests.order.created could handle no event of order.created: no codec reads io.busline.UnreadableClassTest$Page.")
          .hasMessageContaining("io.busline:busline-json");
      assertThat(bus.subscribe("order.created", byte[].class, e -> {})).isNotNull();
    }
  }

  @Test
  void a_class_that_no_codec_can_make_is_refused_however_it_is_subscribed_to() {
    EventDefinition<Page> type = EventDefinition.of("order.created", Page.class);
    try (EventBus bus = bus().codec(new Choosy("a/b", Page.class)).connect()) {
      for (SubscriptionBuilder wanted :
          List.of(
              bus.subscription("g").on(type, e -> {}),
              bus.subscription("g").onPattern("order.>", Page.class, e -> {}),
              bus.subscription("g").onBatch(type, 10, e -> {}),
              bus.subscription("g").on("a.b", byte[].class, e -> {}).on(type, e -> {}),
              bus.broadcast().on(type, e -> {}))) {
        assertThatThrownBy(wanted::subscribe)
            .isInstanceOf(ConfigurationException.class)
            .hasMessageContaining("Page has no constructor for a/b");
      }
    }
  }

  @Test
  void a_generic_type_needs_a_codec_that_reads_such_types() {
    EventDefinition<List<Page>> type =
        EventDefinition.of("order.page", new TypeRef<List<Page>>() {});
    try (EventBus bus = bus().connect()) {
      assertThatThrownBy(() -> bus.subscribe(type, e -> {}))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(
              "no codec reads java.util.List<io.busline.UnreadableClassTest$Page>")
          .hasMessageContaining("io.busline:busline-json");
    }
    try (EventBus bus = bus().codec(new Choosy("a/b")).connect()) {
      assertThatThrownBy(() -> bus.subscribe(type, e -> {}))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("the codec for a/b reads no generic type such as java.util.List<")
          .hasMessageContaining("Subscribe with a class");
    }
  }

  @Test
  void one_codec_that_can_make_it_is_enough() {
    try (EventBus bus =
        bus().codec(new Choosy("a/b", Page.class)).codec(new Choosy("c/d")).connect()) {
      assertThat(bus.subscribe("order.created", Page.class, e -> {})).isNotNull();
    }
  }

  @Test
  void the_classes_of_earlier_versions_count_too() {
    try (EventBus bus =
        bus()
            .codec(new Choosy("a/b", VersionOne.class))
            .upcaster(VersionOne.class, VersionTwo.class, old -> new VersionTwo("x"))
            .connect()) {
      assertThatThrownBy(() -> bus.subscribe(VersionTwo.class, e -> {}))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("VersionOne has no constructor");
    }
  }

  @io.busline.annotation.EventType("order.paid")
  record VersionOne(String text) {}

  @io.busline.annotation.EventType(value = "order.paid", version = 2)
  record VersionTwo(String text) {}
}
