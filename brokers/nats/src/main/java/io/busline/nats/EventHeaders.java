package io.busline.nats;

import io.busline.cloudevents.HeaderBinding;
import io.busline.event.Event;
import io.busline.spi.OutboundMessage;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Headers in the bytes that go over the wire, which is all that publishing asks of them. The
 * client's own make two maps and a list for each header, check every character, and copy it all
 * once more: half the work of a publish. These cannot be looked at or added to by name.
 */
final class EventHeaders extends Headers {
  private static final byte[] VERSION = "NATS/1.0\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Most events have six attributes of at most this size with their names. */
  private static final int USUAL_BYTES = 384;

  private byte[] bytes = Arrays.copyOf(VERSION, USUAL_BYTES);
  private int length = VERSION.length;

  private EventHeaders() {
    super(null, true);
  }

  /** An event's attributes. */
  static EventHeaders of(Event<?> event) {
    EventHeaders headers = new EventHeaders();
    HeaderBinding.NATS.write(event, headers::with);
    return headers;
  }

  /** An event's attributes, and what its message carries beside them. */
  static EventHeaders of(OutboundMessage message) {
    EventHeaders headers = of(message.event());
    message.headers().forEach(headers::with);
    return headers;
  }

  /**
   * Adds one, before they are published.
   *
   * @throws IllegalArgumentException if it holds what would end it early
   */
  EventHeaders with(String name, String value) {
    int needed = length + name.length() + value.length() + 3;
    if (needed + 2 > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * needed);
    }
    append(name);
    bytes[length++] = ':';
    append(value);
    lineEnd();
    return this;
  }

  private void append(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7F) {
        throw new IllegalArgumentException("a header holds character 0x" + Integer.toHexString(c));
      }
      bytes[length++] = (byte) c;
    }
  }

  private void lineEnd() {
    bytes[length] = '\r';
    bytes[length + 1] = '\n';
    length += 2;
  }

  @Override
  public boolean isEmpty() {
    return length == VERSION.length;
  }

  /** With the empty line at the end. */
  @Override
  public int serializedLength() {
    return length + 2;
  }

  @Override
  public int serializeToArray(int position, byte[] target) {
    System.arraycopy(bytes, 0, target, position, length);
    target[position + length] = '\r';
    target[position + length + 1] = '\n';
    return length + 2;
  }

  @Override
  public byte[] getSerialized() {
    byte[] serialized = new byte[serializedLength()];
    serializeToArray(0, serialized);
    return serialized;
  }
}
