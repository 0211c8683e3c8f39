package io.busline.docs.scaffold;

/** What the page on subscribing takes for granted. */
public class SubscribingPage extends AnyPage {
  protected Cache cache;

  /** Prices that the service remembers. */
  public interface Cache {
    /** Forgets one. */
    void drop(PriceChanged price);
  }

  protected void stop(Object order) {}

  protected void log(String text) {}
}
