package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Receipt;
import io.busline.SubscriptionBuilder;
import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.busline.codec.Codec;
import io.busline.event.EventBuilder;
import io.busline.event.StartPosition;
import io.busline.spi.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Several types in one topic, one type in another topic, and groups that read more or less. */
abstract class TopicContract extends Contract {

  TopicContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"W12", "C25", "D06"})
  void events_of_several_types_of_one_topic_keep_the_order_of_their_key() {
    Journal handlers = scene().journal("a handler for each type");
    Journal pattern = scene().journal("a pattern");
    scene()
        .group(bus(), "handlers")
        .on(type("order.created"), byte[].class, handlers)
        .on(type("order.paid"), byte[].class, handlers)
        .on(type("order.shipped"), byte[].class, handlers)
        .concurrency(4)
        .subscribe();
    scene()
        .group(bus(), "pattern")
        .onPattern(type("order.*"), byte[].class, pattern)
        .concurrency(4)
        .subscribe();
    List<EventBuilder<byte[]>> events = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String number : Scene.numbers(20)) {
      for (String name : List.of("order.created", "order.paid", "order.shipped")) {
        expected.add(number + name);
        for (String key : List.of("a", "b", "c")) {
          events.add(Scene.event(type(name), key, number + name));
        }
      }
    }

    bus().publishAll(events);

    handlers.awaitHandled(events.size());
    pattern.awaitHandled(events.size());
    for (String key : List.of("a", "b", "c")) {
      assertThat(handlers.textsOf(key)).containsExactlyElementsOf(expected);
      assertThat(pattern.textsOf(key)).containsExactlyElementsOf(expected);
    }
  }

  /** Named for all runs, because an annotation is; so it is read from the latest on only. */
  @EventType(value = "busline-kit.parcel.sent", topic = "busline-kit.elsewhere")
  record Parcel(@EventKey String number, String run) {}

  /** Parcels as text. */
  private static final class ParcelCodec implements Codec {
    @Override
    public String mediaType() {
      return "text/x-parcel";
    }

    @Override
    public boolean reads(String mediaType) {
      return mediaType.equals(mediaType());
    }

    @Override
    public boolean writes(Class<?> dataClass) {
      return dataClass == Parcel.class;
    }

    @Override
    public byte[] encode(Object data) {
      return new TextCodec().encode(((Parcel) data).number() + ";" + ((Parcel) data).run());
    }

    @Override
    public <T> T decode(byte[] bytes, Class<T> dataClass) {
      String[] parts = new TextCodec().decode(bytes, String.class).split(";", -1);
      return dataClass.cast(new Parcel(parts[0], parts[1]));
    }
  }

  @Test
  @Behaviour({"V08", "X16"})
  void an_annotated_class_has_its_type_key_and_topic() {
    EventBus bus = scene().newBus(builder -> builder.codec(new ParcelCodec()));
    List<Parcel> received = new CopyOnWriteArrayList<>();
    List<String> keys = new CopyOnWriteArrayList<>();
    bus.broadcast()
        .from(StartPosition.latest())
        .on(
            Parcel.class,
            event -> {
              keys.add(event.key().orElse("none"));
              received.add(event.data());
            })
        .subscribe();
    Parcel parcel = new Parcel("p-7", scene().name("run"));

    Receipt receipt = bus.publish(parcel);

    scene().await("the parcel arrives", () -> received.contains(parcel), received);
    assertThat(receipt.type()).isEqualTo("busline-kit.parcel.sent");
    assertThat(receipt.topic()).isEqualTo("busline-kit.elsewhere");
    assertThat(keys).contains("p-7");
  }

  @Test
  @Needs({Capability.GROUPS, Capability.REDELIVERY})
  @Behaviour({"C14", "W21"})
  void a_group_may_read_more_types_the_next_time() {
    Journal journal = scene().journal("group");
    group("a", "order.created", journal).subscribe().close();
    bus().publish(Scene.event(type("order.created"), "while away"));

    group("a", "order.created", journal)
        .on(type("order.paid"), byte[].class, journal)
        .on(type("bill.sent"), byte[].class, journal)
        .subscribe();

    for (String name : List.of("order.paid", "bill.sent", "order.created")) {
      bus().publish(Scene.event(type(name), name));
    }
    scene()
        .await(
            "old and new types arrive",
            () ->
                journal
                    .texts()
                    .containsAll(List.of("while away", "order.paid", "bill.sent", "order.created")),
            journal);
    assertThat(journal.texts()).doesNotHaveDuplicates();
  }

  @Test
  @Needs(Capability.GROUPS)
  @Behaviour({"W22", "X13"})
  void groups_of_nearly_the_same_name_are_different() {
    List<Journal> journals = new ArrayList<>();
    for (String group : List.of("a_b", "a-b", "aXb", "A_b", "a.b", "a_b.c", "ab")) {
      Journal journal = scene().journal(group);
      journals.add(journal);
      group(group, "order.created", journal).subscribe();
    }

    bus().publishAll(Scene.events(type("order.created"), 5));

    for (Journal journal : journals) {
      journal.awaitHandled(5);
    }
    bus().close();
    assertThat(journals).allMatch(journal -> journal.tried().size() == 5);
  }

  @Test
  @Needs({Capability.GROUPS, Capability.START_POSITIONS})
  @Behaviour({"W08", "W13", "X10"})
  void a_backlog_much_larger_than_what_a_subscription_holds_is_worked_off() {
    bus().publishAll(Scene.events(type("order.created"), 3_000));
    Journal journal = scene().journal("group");

    group("a", "order.created", journal).prefetch(10).subscribe();

    journal.awaitHandled(3_000);
    bus().close();
    assertThat(journal.texts()).containsExactlyInAnyOrderElementsOf(Scene.numbers(3_000));
  }

  private SubscriptionBuilder group(String name, String type, Journal journal) {
    return scene().group(bus(), name).on(type(type), byte[].class, journal);
  }
}
