package io.busline.examples.shop;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import java.math.BigDecimal;

/** What was ordered is set aside. */
@EventType("inventory.reserved")
record InventoryReserved(@EventKey String orderId, String userId, BigDecimal amount) {}
