package io.busline;

import io.busline.codec.Codec;
import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import java.nio.charset.StandardCharsets;

/**
 * Text as JSON-typed bytes; {@code !} cannot be written or read, and {@code overflow} never ends.
 */
final class TextCodec implements Codec {

  @Override
  public String mediaType() {
    return "application/json";
  }

  @Override
  public boolean reads(String mediaType) {
    return mediaType.equals("application/json");
  }

  @Override
  public boolean writes(Class<?> dataClass) {
    return dataClass == String.class || dataClass == Sample.class;
  }

  @Override
  public byte[] encode(Object data) {
    if (data.equals("!")) {
      throw new EncodingException("'!' cannot be written");
    }
    String text =
        data instanceof Sample sample ? sample.key() + ":" + sample.text() : (String) data;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public <T> T decode(byte[] bytes, Class<T> dataClass) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.equals("?")) {
      throw new DecodingException("'?' cannot be read");
    }
    if (text.equals("overflow")) {
      throw new StackOverflowError();
    }
    if (text.equals("full")) {
      throw new OutOfMemoryError("no room for the text");
    }
    if (dataClass == Sample.class) {
      int colon = text.indexOf(':');
      return dataClass.cast(new Sample(text.substring(0, colon), text.substring(colon + 1)));
    }
    return dataClass.cast(text);
  }
}
