package io.busline.shop.shipping;

/**
 * A shipment.
 *
 * @param orderId the order
 * @param item what
 * @param quantity how many
 */
record Shipment(String orderId, String item, int quantity) {}
