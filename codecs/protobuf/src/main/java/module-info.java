/** The Protobuf codec and event format. */
module io.busline.protobuf {
  requires transitive io.busline.core;
  requires transitive com.google.protobuf;
  requires static transitive org.jspecify;

  exports io.busline.protobuf;
  exports io.busline.protobuf.options;

  provides io.busline.codec.Codec with
      io.busline.protobuf.ProtobufCodec;
  provides io.busline.codec.EventFormat with
      io.busline.protobuf.ProtobufEventFormat;
}
