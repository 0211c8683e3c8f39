/** The JSON codec and event format. */
module io.busline.json {
  requires transitive io.busline.core;
  requires transitive tools.jackson.databind;
  requires com.fasterxml.jackson.annotation;
  requires static transitive org.jspecify;

  exports io.busline.json;

  provides io.busline.codec.Codec with
      io.busline.json.JsonCodec;
  provides io.busline.codec.EventFormat with
      io.busline.json.JsonEventFormat;
}
