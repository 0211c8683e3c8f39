/** JUnit extension and AssertJ assertions for tests of services that use the bus. */
module io.busline.junit {
  requires transitive io.busline.testkit;
  requires transitive org.assertj.core;
  requires transitive org.junit.jupiter.api;
  requires static transitive org.jspecify;

  exports io.busline.junit;
}
