package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.Subscription;
import io.busline.admin.GroupInfo;
import io.busline.event.Ordering;
import io.busline.servers.Await;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is told of work queues beside the other groups. */
@ExtendWith(CurrentServer.class)
class WorkQueueListingTest {
  private Shop shop;

  @BeforeEach
  void open(Shop ours) {
    shop = ours;
  }

  @Test
  void a_work_queue_is_listed_with_its_topic_its_instances_and_what_it_has_yet_to_do() {
    shop.make("order", 2);
    EventBus bus = shop.bus();
    Subscription subscription =
        bus.subscription(shop.name + "a")
            .on(shop.type("order.created"), byte[].class, event -> shop.received.add("one"))
            .ordering(Ordering.NONE)
            .option("kafka.share-group", "true")
            .subscribe();
    publish(bus, 3);
    shop.await("all are handled", () -> shop.received.size() == 3);
    awaitListed(bus, 1, 0);
    assertThat(listed(bus)).map(GroupInfo::patterns).contains(List.of(shop.type("order")));

    subscription.close();
    publish(bus, 5);

    awaitListed(bus, 0, 5);
  }

  private void publish(EventBus bus, int count) {
    for (int i = 0; i < count; i++) {
      shop.publish(bus, "order.created", "k" + i, "t" + count + i);
    }
  }

  private Optional<GroupInfo> listed(EventBus bus) {
    return bus.groups().stream().filter(group -> group.name().equals(shop.name + "a")).findAny();
  }

  private void awaitListed(EventBus bus, int members, long lag) {
    Await.until(
        "%d instances, %d to do".formatted(members, lag),
        () ->
            listed(bus)
                .filter(group -> group.members() == members)
                .map(GroupInfo::lag)
                .equals(Optional.of(OptionalLong.of(lag))),
        () -> listed(bus));
  }
}
