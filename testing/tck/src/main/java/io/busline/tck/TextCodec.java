package io.busline.tck;

import io.busline.codec.Codec;
import io.busline.error.DecodingException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strings as UTF-8: a codec so small that what fails is not the codec. */
final class TextCodec implements Codec {
  static final String MEDIA_TYPE = "text/plain";

  @Override
  public String mediaType() {
    return MEDIA_TYPE;
  }

  @Override
  public boolean reads(String mediaType) {
    return mediaType.equals(MEDIA_TYPE);
  }

  @Override
  public boolean writes(Class<?> dataClass) {
    return dataClass == String.class;
  }

  @Override
  public byte[] encode(Object data) {
    return data.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public <T> T decode(byte[] bytes, Class<T> dataClass) {
    try {
      return dataClass.cast(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException | ClassCastException e) {
      throw new DecodingException("these bytes are not a text for " + dataClass, e);
    }
  }
}
