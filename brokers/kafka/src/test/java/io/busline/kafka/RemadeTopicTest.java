package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.PublishOutcome;
import io.busline.event.EventBuilder;
import io.busline.logs.MayWarn;
import io.busline.logs.Warns;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A topic is deleted while it is read, and there again under its name. */
@ExtendWith(CurrentServer.class)
@Warns("was made anew and is read from its beginning")
@MayWarn
class RemadeTopicTest {
  private Shop shop;

  @BeforeEach
  void open(Shop ours) {
    shop = ours;
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void a_group_handles_all_events_of_the_new_one_from_the_first_on(String protocol) {
    EventBus bus = shop.bus("&protocol=" + protocol);
    bus.subscription(shop.name + "a")
        .on(shop.type("order.created"), byte[].class, e -> shop.received.add(Shop.text(e)))
        .subscribe();

    assertNewOnesArrive(bus);
  }

  @Test
  void a_broadcast_sees_all_events_of_the_new_one_from_the_first_on() {
    EventBus bus = shop.bus();
    bus.broadcast()
        .on(shop.type("order.created"), byte[].class, e -> shop.received.add(Shop.text(e)))
        .subscribe();

    assertNewOnesArrive(bus);
  }

  /**
   * As many as there were and one more, so that the old place is a good one in the new topic, and
   * at once, so that they are there before anybody has noticed.
   */
  private void assertNewOnesArrive(EventBus bus) {
    for (int i = 0; i < 3; i++) {
      shop.publish(bus, "order.created", "k", "old" + i);
    }
    shop.awaitReceived("old0", "old1", "old2");
    String topic = shop.type("order");
    EventBus other = shop.bus();

    shop.ask(a -> a.deleteTopics(List.of(topic)).all());
    shop.await("it is gone", () -> !shop.ask(a -> a.listTopics().names()).contains(topic));
    shop.make("order", 4);
    List<EventBuilder<byte[]>> events = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      events.add(shop.event("order.created", "k", "new" + i));
    }
    assertThat(other.publishAll(events)).allMatch(PublishOutcome::isStored);

    shop.awaitReceived("new0", "new1", "new2", "new3");
    assertThat(shop.received.stream().filter(text -> text.startsWith("new")).distinct())
        .containsExactly("new0", "new1", "new2", "new3");
  }
}
