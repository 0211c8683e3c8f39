package io.busline.docs.scaffold;

import io.opentelemetry.api.OpenTelemetry;

/** What the page on traces takes for granted. */
public class ObservabilityPage extends AnyPage {
  protected OpenTelemetry openTelemetry;
}
