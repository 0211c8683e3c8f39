package io.busline.examples.shop;

import io.busline.EventBus;
import io.busline.event.Event;

/**
 * Tells customers what happens to their orders: whatever it is, also what is yet to be thought of.
 */
final class NotificationService {
  static final String GROUP = "notification";

  private final EventBus bus;

  NotificationService(EventBus bus) {
    this.bus = bus;
  }

  void start() {
    Terms.of(bus, GROUP).onPattern("order.*", OrderNews.class, this::tell).subscribe();
  }

  private void tell(Event<OrderNews> event) {
    OrderNews news = event.data();
    CustomerNotified notified = new CustomerNotified(news.orderId(), news.userId(), event.type());
    bus.publish(Answer.to(event, news.orderId(), notified));
  }
}
