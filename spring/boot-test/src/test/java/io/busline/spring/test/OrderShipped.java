package io.busline.spring.test;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;

@EventType("shipping.shipped")
record OrderShipped(@EventKey String orderId) {}
