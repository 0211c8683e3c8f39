/** What a handler works on, in each of its log lines. */
module io.busline.slf4j {
  requires transitive io.busline.core;
  requires org.slf4j;
  requires static transitive org.jspecify;

  exports io.busline.slf4j;
}
