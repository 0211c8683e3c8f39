package io.busline.docs.scaffold;

/** What the page on Kotlin takes for granted. */
public final class KotlinPage {
  private KotlinPage() {}

  /** Does what a handler does. */
  public static void ship(Object order) {}
}
