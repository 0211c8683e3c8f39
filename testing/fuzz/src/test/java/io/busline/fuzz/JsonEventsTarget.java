package io.busline.fuzz;

import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.json.JsonEventFormat;
import java.nio.charset.StandardCharsets;

/** Whole events as JSON, one or a batch: what was read is written, and read again the same. */
public final class JsonEventsTarget implements Target {
  private final JsonEventFormat format = new JsonEventFormat();

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
    boolean same =
        again.withData("").equals(event.withData(""))
            && inOneLine(again.data()).equals(inOneLine(event.data()));
    if (!same) {
      throw new AssertionError("read: %s; again: %s".formatted(event, again));
    }
  }

  private static String inOneLine(byte[] data) {
    return new String(data, StandardCharsets.UTF_8).replace('\n', ' ').replace('\r', ' ');
  }
}
