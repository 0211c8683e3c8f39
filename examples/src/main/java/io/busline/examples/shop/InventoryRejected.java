package io.busline.examples.shop;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;

/** What was ordered is not to be had. */
@EventType("inventory.rejected")
record InventoryRejected(@EventKey String orderId, String userId, String reason) {}
