package io.busline.docs.scaffold;

import java.util.List;
import tools.jackson.databind.module.SimpleModule;

/** What the page on JSON takes for granted. */
public class JsonPage extends AnyPage {
  protected List<Order> orders;

  /** Data that holds others. */
  public record Page<T>(List<T> items) {}

  /** A module of the application's. */
  public static class MoneyModule extends SimpleModule {
    private static final long serialVersionUID = 1L;
  }

  protected void show(Object items) {}

  protected void write(Object event) {}
}
