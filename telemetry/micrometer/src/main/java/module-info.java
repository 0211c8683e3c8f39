/** Meters and observations by Micrometer. */
module io.busline.micrometer {
  requires transitive io.busline.core;
  requires transitive micrometer.core;
  requires transitive micrometer.observation;
  requires transitive micrometer.commons;
  requires static transitive org.jspecify;

  exports io.busline.micrometer;
}
