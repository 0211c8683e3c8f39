package io.busline.docs.scaffold;

/** What the page on publishing takes for granted. */
public class PublishingPage extends AnyPage {
  protected Order order;
}
