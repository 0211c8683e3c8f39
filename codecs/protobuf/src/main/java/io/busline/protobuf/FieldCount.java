package io.busline.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.WireFormat;
import io.busline.error.DecodingException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Counts the fields in bytes before they are parsed. A field of two bytes can be an object of some
 * hundred, so it is fields, not bytes, that say how much memory a message takes.
 */
final class FieldCount {
  private static final int LEAST_FIELD_BYTES = 2;

  private final int max;
  private final String what;
  private int count;

  private FieldCount(int max, String what) {
    this.max = max;
    this.what = what;
  }

  /** Refuses bytes with more fields, at any depth; what is malformed is left to the parser. */
  static void limit(byte[] bytes, Descriptor descriptor, int max, String what) {
    if (bytes.length / LEAST_FIELD_BYTES <= max) {
      return;
    }
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    try {
      new FieldCount(max, what).message(in, descriptor, Messages.DEPTH);
    } catch (IOException malformed) {
      // The parser meets the same, and has the words for it.
      return;
    }
  }

  /** Up to the end of the message: of its bytes, or of its group. */
  private void message(CodedInputStream in, @Nullable Descriptor descriptor, int depth)
      throws IOException {
    if (depth < 0) {
      return;
    }
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      int kind = WireFormat.getTagWireType(tag);
      if (kind == WireFormat.WIRETYPE_END_GROUP) {
        return;
      }
      if (++count > max) {
        throw new DecodingException(
            "%s has more than %d fields. Publish less, or raise maxBytes on both sides"
                .formatted(what, max));
      }
      Descriptor inner = inner(descriptor, WireFormat.getTagFieldNumber(tag));
      if (kind == WireFormat.WIRETYPE_START_GROUP) {
        message(in, inner, depth - 1);
      } else if (kind == WireFormat.WIRETYPE_LENGTH_DELIMITED && inner != null) {
        int outer = in.pushLimit(in.readRawVarint32());
        message(in, inner, depth - 1);
        in.popLimit(outer);
      } else {
        in.skipField(tag);
      }
    }
  }

  private static @Nullable Descriptor inner(@Nullable Descriptor descriptor, int number) {
    FieldDescriptor field = descriptor == null ? null : descriptor.findFieldByNumber(number);
    return field != null && field.getJavaType() == JavaType.MESSAGE ? field.getMessageType() : null;
  }
}
