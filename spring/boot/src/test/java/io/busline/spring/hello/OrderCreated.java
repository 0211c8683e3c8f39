package io.busline.spring.hello;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;

@EventType("order.created")
record OrderCreated(@EventKey String orderId) {}
