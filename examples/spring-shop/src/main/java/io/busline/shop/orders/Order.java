package io.busline.shop.orders;

/**
 * An order.
 *
 * @param id what the customer calls it
 * @param item what
 * @param quantity how many
 * @param shipments how often it was said to be shipped: 1 if all went well
 */
record Order(String id, String item, int quantity, int shipments) {}
