package io.busline.shop;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;

/**
 * An order is on its way.
 *
 * @param orderId the order
 */
@EventType("shipment.sent")
public record OrderShipped(@EventKey String orderId) {}
