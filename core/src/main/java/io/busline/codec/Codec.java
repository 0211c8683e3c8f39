package io.busline.codec;

import io.busline.error.DecodingException;
import java.lang.reflect.ParameterizedType;
import java.util.Optional;

/**
 * Turns an event's data into bytes and back. Found through {@link java.util.ServiceLoader}. One
 * instance serves all threads of a bus.
 *
 * <p>The class to decode into is always the one the subscriber named: a codec never loads a class,
 * or chooses a subtype, because the bytes say so.
 */
public interface Codec {

  /**
   * The media type that {@link #encode} writes.
   *
   * @return such as {@code application/json}; it becomes the event's {@code datacontenttype}
   */
  String mediaType();

  /**
   * Whether {@link #decode} understands a media type.
   *
   * @param mediaType type and subtype in lower case, without parameters
   * @return true if it does
   */
  boolean reads(String mediaType);

  /**
   * Whether data of a class can be encoded. When several codecs can, the first by media type in
   * alphabetical order is used, unless the event names its content type.
   *
   * @param dataClass the class of the data
   * @return true if it can
   */
  boolean writes(Class<?> dataClass);

  /**
   * Describes a class that is made for this codec and cannot be annotated, such as one that is
   * generated. A codec that has a class for its own is the only one that encodes and decodes it.
   *
   * @param dataClass any class
   * @return what the class says of its events, or empty for a class that is not this codec's own
   * @throws io.busline.error.ConfigurationException if the class contradicts itself
   * @throws io.busline.error.InvalidEventException if the name of its type is outside the grammar
   */
  default Optional<OwnClass> own(Class<?> dataClass) {
    return Optional.empty();
  }

  /**
   * The schema that encoded data of a class follows.
   *
   * @param dataClass a class that this codec writes
   * @return an absolute URI, which becomes the event's {@code dataschema} if it has none; or empty
   */
  default Optional<String> schema(Class<?> dataClass) {
    return Optional.empty();
  }

  /**
   * Says why no bytes could ever be decoded into a class. A bus asks before it subscribes with the
   * class, so that the mistake is told then, and not by a dead letter for each event.
   *
   * @param dataClass the class that a subscriber has named
   * @return a sentence that says what is wrong and how to mend it; or empty, as by default, if
   *     there may be bytes that can
   */
  default Optional<String> unreadable(Class<?> dataClass) {
    return Optional.empty();
  }

  /**
   * As {@link #unreadable(Class)}, for a generic type such as {@code Page<Order>}.
   *
   * @param dataType the type that a subscriber has named, of classes and other such types
   * @return a sentence that says what is wrong and how to mend it; by default that this codec reads
   *     no generic type; or empty if there may be bytes that can
   */
  default Optional<String> unreadable(ParameterizedType dataType) {
    return Optional.of(
        "the codec for %s reads no generic type such as %s. Subscribe with a class"
            .formatted(mediaType(), dataType.getTypeName()));
  }

  /**
   * Encodes data.
   *
   * @param data the data
   * @return the bytes, which the caller may keep; {@link #decode} of the same codec can read them
   * @throws io.busline.error.EncodingException if the data cannot be encoded, or could not be read
   */
  byte[] encode(Object data);

  /**
   * Decodes data. Throws nothing but {@link io.busline.error.DecodingException}, whatever the bytes
   * are, and bounds its memory by a small multiple of their number.
   *
   * @param bytes the bytes, which must not be changed
   * @param dataClass the class to decode into
   * @param <T> the type of the data
   * @return the data, never null
   * @throws io.busline.error.DecodingException if the bytes are not data of that class
   */
  <T> T decode(byte[] bytes, Class<T> dataClass);

  /**
   * As {@link #decode(byte[], Class)}, for a generic type such as {@code Page<Order>}.
   *
   * @param bytes the bytes, which must not be changed
   * @param dataType the type to decode into, of classes and other such types
   * @return the data, never null
   * @throws DecodingException if the bytes are not data of that type; by default always
   */
  default Object decode(byte[] bytes, ParameterizedType dataType) {
    throw new DecodingException(unreadable(dataType).orElse("this codec reads no generic type"));
  }
}
