package io.busline.examples.shop;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;

/** An order could not be met. */
@EventType("order.cancelled")
record OrderCancelled(@EventKey String orderId, String userId, String reason) {}
