/** Traces and metrics by OpenTelemetry. */
module io.busline.opentelemetry {
  requires transitive io.busline.core;
  requires transitive io.opentelemetry.api;
  requires io.opentelemetry.context;
  requires static transitive org.jspecify;

  exports io.busline.opentelemetry;
}
