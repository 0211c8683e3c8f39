package io.busline.examples.shop;

import static java.util.Objects.requireNonNull;

/** What the events about an order have in common; what else they say is passed over. */
record OrderNews(String orderId, String userId) {

  OrderNews {
    requireNonNull(orderId, "orderId");
  }
}
