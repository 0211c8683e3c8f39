package io.busline.opentelemetry;

/** How an attempt is tied to the publish of its event. */
enum Correlation {
  /** As its child, with a link. */
  PARENT,
  /** By a link alone. */
  LINK
}
