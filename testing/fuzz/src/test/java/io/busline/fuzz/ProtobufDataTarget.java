package io.busline.fuzz;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import io.busline.error.DecodingException;
import io.busline.protobuf.ProtobufCodec;
import java.util.List;

/** An event's data as Protobuf, for messages with maps, lists, and messages within themselves. */
public final class ProtobufDataTarget implements Target {
  private static final List<Class<? extends Message>> CLASSES =
      List.of(Struct.class, FileDescriptorProto.class);

  private final ProtobufCodec codec = new ProtobufCodec();

  @Override
  public void read(byte[] input) {
    DecodingException refusal = null;
    int read = 0;
    for (Class<? extends Message> dataClass : CLASSES) {
      try {
        requireSameAgain(codec.decode(input, dataClass), dataClass);
        read++;
      } catch (DecodingException e) {
        refusal = e;
      }
    }
    if (refusal != null && read == 0) {
      throw refusal;
    }
  }

  private void requireSameAgain(Message message, Class<? extends Message> dataClass) {
    // Numbers that are none differ from themselves, so bytes are compared.
    byte[] written = codec.encode(message);
    Message again;
    try {
      again = codec.decode(written, dataClass);
    } catch (DecodingException e) {
      throw new AssertionError("what was written cannot be read", e);
    }
    if (!java.util.Arrays.equals(written, codec.encode(again))) {
      throw new AssertionError("written and read, a message is another");
    }
  }
}
