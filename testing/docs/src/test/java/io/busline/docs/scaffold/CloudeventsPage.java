package io.busline.docs.scaffold;

import io.busline.examples.shop.PaymentCompleted;

/** What the page on CloudEvents takes for granted. */
public class CloudeventsPage extends AnyPage {

  /** A class of the application for what a message carries. */
  public record Payment(String orderId) {
    public static Payment of(PaymentCompleted message) {
      return new Payment(message.getOrderId());
    }

    public PaymentCompleted message() {
      return PaymentCompleted.newBuilder().setOrderId(orderId).build();
    }
  }
}
