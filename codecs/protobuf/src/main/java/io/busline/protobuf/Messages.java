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
   * What any message may cost: room for some thousand small things in a list, each with a field
   * that is newer than the class. Twice the most bytes of a message, where that is more.
   */
  private static final long LITTLE = 2 << 20;

  private Messages() {}

  /** Refuses bytes that cost more memory than their number allows. */
  static void requireAffordable(byte[] bytes, Descriptor descriptor, int maxBytes, String what) {
    MemoryBudget.check(bytes, descriptor, Math.max(LITTLE, 2L * maxBytes), what);
  }

  static <T extends MessageLite> T parse(
      Parser<T> parser, Descriptor descriptor, byte[] bytes, int maxBytes, String what) {
    if (bytes.length > maxBytes) {
      throw new DecodingException(
          "%s has %d bytes and %d are allowed".formatted(what, bytes.length, maxBytes));
    }
    requireAffordable(bytes, descriptor, maxBytes, what);
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
