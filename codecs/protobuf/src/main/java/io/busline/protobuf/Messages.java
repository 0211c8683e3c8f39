package io.busline.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.busline.error.DecodingException;

/** Parses one message within limits. */
final class Messages {

  /** The same as for JSON; protobuf-java alone would allow 100. */
  static final int DEPTH = 64;

  /**
   * Reading one field can cost some 400 bytes of memory, so this keeps what a message costs within
   * 16 times the size that is allowed.
   */
  private static final int BYTES_PER_FIELD = 32;

  /** Messages with this many are small, whatever is in them. */
  private static final int LEAST_FIELDS = 1 << 15;

  private Messages() {}

  static <T extends MessageLite> T parse(
      Parser<T> parser, Descriptor descriptor, byte[] bytes, int maxBytes, String what) {
    if (bytes.length > maxBytes) {
      throw new DecodingException(
          "%s has %d bytes and %d are allowed".formatted(what, bytes.length, maxBytes));
    }
    FieldCount.limit(bytes, descriptor, Math.max(LEAST_FIELDS, maxBytes / BYTES_PER_FIELD), what);
    try {
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      in.setRecursionLimit(DEPTH);
      T message = parser.parsePartialFrom(in);
      in.checkLastTagWas(0);
      if (!message.isInitialized()) {
        throw new DecodingException(what + " lacks a required field");
      }
      return message;
    } catch (DecodingException e) {
      throw e;
    } catch (InvalidProtocolBufferException e) {
      throw new DecodingException(what + " is not a valid Protobuf message: " + e.getMessage(), e);
    } catch (RuntimeException | StackOverflowError e) {
      throw new DecodingException(what + " could not be read as a Protobuf message", e);
    }
  }
}
