package io.busline.fuzz;

import io.busline.cloudevents.EnvelopeReader;
import io.busline.cloudevents.Fallback;
import io.busline.cloudevents.HeaderBinding;
import io.busline.error.DecodingException;
import io.busline.event.Event;
import java.util.Locale;

/** Headers as in HTTP, which no broker of ours has: what was read is written, and read again. */
public final class HttpHeadersTarget implements Target {
  private static final class Nothing implements Fallback {
    @Override
    public String type() {
      return "order.created";
    }

    @Override
    public String id() {
      return "17";
    }

    @Override
    public String source() {
      return "http:shop";
    }
  }

  @Override
  public void read(byte[] input) {
    Lines lines = Lines.of(input);
    EnvelopeReader reader = HeaderBinding.HTTP.reader();
    lines.headers().forEach(line -> reader.header(line.name(), line.text()));
    try {
      requireSameAgain(reader.read(lines.body(), new Nothing(), Formats.structured()));
    } catch (DecodingException e) {
      requireSameAgain(reader.salvage(lines.body(), new Nothing()));
      throw e;
    }
  }

  private static void requireSameAgain(Event<byte[]> event) {
    if (event
        .dataContentType()
        .orElse("")
        .toLowerCase(Locale.ROOT)
        .startsWith("application/cloudevents")) {
      return;
    }
    EnvelopeReader reader = HeaderBinding.HTTP.reader();
    HeaderBinding.HTTP.write(event, reader::header);
    Event<byte[]> again;
    try {
      again = reader.read(event.data(), new Nothing(), Formats.structured());
    } catch (DecodingException e) {
      throw new AssertionError(event.toString(), e);
    }
    if (!again.equals(event)) {
      throw new AssertionError("read: %s; again: %s".formatted(event, again));
    }
  }
}
