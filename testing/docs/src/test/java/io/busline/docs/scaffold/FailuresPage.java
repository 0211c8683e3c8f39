package io.busline.docs.scaffold;

/** What the page on failures takes for granted. */
public class FailuresPage extends AnyPage {

  /** What no further attempt mends. */
  public static class CardStolenException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  protected void charge(OrderCreated order) {}
}
