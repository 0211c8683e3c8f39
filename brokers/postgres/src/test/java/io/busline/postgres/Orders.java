package io.busline.postgres;

import io.busline.EventBus;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import io.busline.servers.Await;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** Events of a shop, and a group that notes the numbers of those that it has handled. */
final class Orders {
  final List<Integer> handled = new CopyOnWriteArrayList<>();

  static EventBuilder<byte[]> order(int number) {
    byte[] data = Integer.toString(number).getBytes(StandardCharsets.UTF_8);
    return Event.builder("order.created", data)
        .id("e" + number)
        .source("shop")
        .key("k" + number % 7);
  }

  static List<EventBuilder<byte[]>> orders(int from, int to) {
    return IntStream.range(from, to).mapToObj(Orders::order).toList();
  }

  static int number(Event<byte[]> event) {
    return Integer.parseInt(new String(event.data(), StandardCharsets.UTF_8));
  }

  Orders handledBy(EventBus bus, String group) {
    bus.subscription(group)
        .on("order.created", byte[].class, event -> handled.add(number(event)))
        .subscribe();
    return this;
  }

  void await(int count) {
    Await.until(
        count + " orders are handled",
        () -> handled.stream().distinct().count() >= count,
        () -> handled.size() + " were");
  }

  void awaitOrder(int number) {
    Await.until("order " + number + " is handled", () -> handled.contains(number), () -> handled);
  }
}
