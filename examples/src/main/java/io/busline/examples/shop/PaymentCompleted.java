package io.busline.examples.shop;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import java.math.BigDecimal;

/** The customer's card was charged. */
@EventType("payment.completed")
record PaymentCompleted(
    @EventKey String orderId, String userId, BigDecimal amount, String authorization) {}
