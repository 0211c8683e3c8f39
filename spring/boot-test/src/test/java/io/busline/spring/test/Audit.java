package io.busline.spring.test;

import io.busline.spring.Subscribe;
import org.springframework.stereotype.Component;

@Component
class Audit {
  @Subscribe(group = "audit")
  void note(OrderCreated order) {}
}
