package io.busline.fuzz;

import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.protobuf.ProtobufEventFormat;
import java.util.Arrays;

/** Whole events as Protobuf: what was read is written, and read again the same. */
public final class ProtobufEventsTarget implements Target {
  private final ProtobufEventFormat format = new ProtobufEventFormat();

  @Override
  public void read(byte[] input) {
    try {
      format.readBatch(input).forEach(this::requireSameAgain);
    } catch (DecodingException e) {
      requireSameAgain(format.read(input));
    }
  }

  private void requireSameAgain(Event<byte[]> event) {
    Event<byte[]> again = format.read(format.write(event));
    if (!again.withData("").equals(event.withData(""))
        || !Arrays.equals(again.data(), event.data())) {
      throw new AssertionError("read: %s; again: %s".formatted(event, again));
    }
  }
}
