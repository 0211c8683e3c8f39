package io.busline.spring.hello;

import io.busline.spring.Subscribe;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class Shop {
  @Subscribe
  void ship(OrderCreated order) {
    System.out.println("shipping " + order.orderId());
  }
}
