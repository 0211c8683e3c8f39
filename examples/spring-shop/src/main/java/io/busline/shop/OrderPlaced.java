package io.busline.shop;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;

/**
 * Somebody has ordered something.
 *
 * @param orderId the order
 * @param item what
 * @param quantity how many
 */
@EventType("order.placed")
public record OrderPlaced(@EventKey String orderId, String item, int quantity) {}
