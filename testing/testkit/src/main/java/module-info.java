/** For tests of services that use the bus. */
module io.busline.testkit {
  requires transitive io.busline.core;
  requires static transitive org.jspecify;

  exports io.busline.testkit;
}
