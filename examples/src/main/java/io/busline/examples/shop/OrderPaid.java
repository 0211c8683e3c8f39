package io.busline.examples.shop;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import java.math.BigDecimal;

/** An order ended well. */
@EventType("order.paid")
record OrderPaid(@EventKey String orderId, String userId, BigDecimal amount) {}
