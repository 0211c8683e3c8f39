package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.admin.GroupInfo;
import io.busline.servers.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Groups are listed on a cluster on which others make and remove theirs. The limit is for a machine
 * that is busy, on which other tests have made a hundred groups.
 */
@ExtendWith(CurrentServer.class)
class ListingTest {
  private Shop shop;
  private String address = "";

  @BeforeEach
  void open(Endpoint server, Shop ours) {
    shop = ours;
    address = server.address();
  }

  @Test
  void a_group_that_goes_while_groups_are_listed_is_left_out() {
    EventBus bus = shop.bus();
    bus.subscription(shop.name + "-stays")
        .on(shop.type("order.created"), byte[].class, event -> {})
        .subscribe();
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Void> others = CompletableFuture.runAsync(() -> comeAndGo(enough));

    for (int i = 0; i < 20; i++) {
      assertThat(bus.groups()).extracting(GroupInfo::name).contains(shop.name + "-stays");
    }
    enough.set(true);

    assertThat(others).succeedsWithin(30, TimeUnit.SECONDS);
  }

  private void comeAndGo(AtomicBoolean enough) {
    String group = shop.name + "-goes";
    var place = Map.of(new TopicPartition(shop.type("order"), 0), new OffsetAndMetadata(0));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      while (!enough.get()) {
        admin.alterConsumerGroupOffsets(group, place).all().get(30, TimeUnit.SECONDS);
        admin.deleteConsumerGroups(List.of(group)).all().get(30, TimeUnit.SECONDS);
      }
    } catch (Exception e) {
      throw new AssertionError("making and removing a group", e);
    }
  }
}
