package io.busline.docs.scaffold;

import io.busline.EventBus;
import io.busline.json.JsonCodec;

/** What the page on testing takes for granted: a service, and a gateway that can be down. */
public class TestingPage extends AnyPage {
  protected Gateway gateway;
  protected JsonCodec codec;

  /** A fake of the gateway. */
  public static class Gateway {
    public boolean down;
  }

  /** The service that is tested. */
  public static class Billing {
    public Billing(EventBus bus) {}
  }
}
