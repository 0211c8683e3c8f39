package io.busline.interop;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import java.math.BigDecimal;

/** What both sides speak of. */
@EventType("order.created")
record Order(@EventKey String orderId, BigDecimal amount, String note) {}
