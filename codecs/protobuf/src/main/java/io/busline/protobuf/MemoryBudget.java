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
 * Adds up what a message will cost before it is parsed. A field of two bytes can be objects of some
 * hundred, so it is fields, not bytes, that say how much memory a message takes. The costs are what
 * protobuf-java 4 allocates, measured, and a little more: ProtobufLimitsTest holds them to it.
 * Numbers packed in a list are not counted: the growing array never has 16 bytes for one of theirs.
 */
final class MemoryBudget {

  /** What any message may cost for each of its bytes. */
  static final int PER_BYTE = 16;

  /** Copies of the bytes themselves: texts are decoded, and buffers grow. */
  private static final int COPIES = 4;

  /** The first of a field that the class does not know: maps, builders and lists of its own. */
  private static final int UNKNOWN = 520;

  /** One more of the same field, next to it. */
  private static final int UNKNOWN_AGAIN = 100;

  /** A message and its builder, and what each of its fields adds to both. */
  private static final int MESSAGE = 160;

  private static final int MESSAGE_FIELD = 16;

  /** An entry of a map is a message, a node and two boxes. */
  private static final int ENTRY = 400;

  /** A text or bytes. */
  private static final int OBJECT = 104;

  /** A number in a list that is not packed. */
  private static final int NUMBER = 24;

  /** The most that one byte can cost: the least field has two. */
  private static final int DEAREST_BYTE = UNKNOWN / 2 + COPIES;

  private final long most;
  private long cost;

  private MemoryBudget(int bytes, long most) {
    this.most = most;
    this.cost = (long) COPIES * bytes;
  }

  /**
   * Refuses bytes that cost more than {@link #PER_BYTE} times their number, unless that is little
   * anyway; what is malformed is left to the parser.
   *
   * @param little what any message may cost
   */
  static void check(byte[] bytes, Descriptor descriptor, long little, String what) {
    long most = Math.max((long) PER_BYTE * bytes.length, little);
    if ((long) DEAREST_BYTE * bytes.length <= most) {
      return;
    }
    MemoryBudget budget = new MemoryBudget(bytes.length, most);
    try {
      budget.message(CodedInputStream.newInstance(bytes), descriptor, Messages.DEPTH);
    } catch (IOException e) {
      // Malformed, which the parser meets too and has the words for; or given up in the middle.
    }
    if (budget.isSpent()) {
      throw new DecodingException(
          "%s has %d bytes and so many fields that reading it takes more than %d times as much memory. Publish less, or raise maxBytes on both sides"
              .formatted(what, bytes.length, PER_BYTE));
    }
  }

  private boolean isSpent() {
    return cost > most;
  }

  /** Up to the end of the message: of its bytes, or of its group. */
  private void message(CodedInputStream in, @Nullable Descriptor descriptor, int depth)
      throws IOException {
    if (depth < 0) {
      return;
    }
    int before = 0;
    for (int tag = in.readTag(); tag != 0 && !isSpent(); tag = in.readTag()) {
      int kind = WireFormat.getTagWireType(tag);
      if (kind == WireFormat.WIRETYPE_END_GROUP) {
        return;
      }
      FieldDescriptor field = field(descriptor, WireFormat.getTagFieldNumber(tag));
      if (field == null) {
        cost += tag == before ? UNKNOWN_AGAIN : UNKNOWN;
        before = tag;
      } else {
        cost += cost(field);
      }
      value(in, tag, field, depth);
    }
  }

  private void value(CodedInputStream in, int tag, @Nullable FieldDescriptor field, int depth)
      throws IOException {
    Descriptor inner = field == null || !isMessage(field) ? null : field.getMessageType();
    int kind = WireFormat.getTagWireType(tag);
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

  private static @Nullable FieldDescriptor field(@Nullable Descriptor descriptor, int number) {
    return descriptor == null ? null : descriptor.findFieldByNumber(number);
  }

  private static boolean isMessage(FieldDescriptor field) {
    return field.getJavaType() == JavaType.MESSAGE;
  }

  private static int cost(FieldDescriptor field) {
    return switch (field.getJavaType()) {
      case MESSAGE ->
          field.isMapField()
              ? ENTRY
              : MESSAGE + MESSAGE_FIELD * field.getMessageType().getFields().size();
      case STRING, BYTE_STRING -> OBJECT;
      default -> field.isRepeated() ? NUMBER : 0;
    };
  }
}
