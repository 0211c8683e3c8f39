package io.busline.examples.shop;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;

/** A customer was told how things stand; {@code about} is the type of the event it was about. */
@EventType("customer.notified")
record CustomerNotified(@EventKey String orderId, String userId, String about) {}
