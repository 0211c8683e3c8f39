package io.busline.protobuf;

import com.google.protobuf.Message;
import io.busline.codec.Codec;
import io.busline.codec.OwnClass;
import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Event data as Protobuf: classes that {@code protoc} generates. Safe for use by all threads.
 *
 * <p><b>Event type.</b> A generated class cannot be annotated, so its event type is the full name
 * of its message: {@code shop.v1.OrderCreated}, which lives in the topic {@code shop.v1}. The
 * options of {@code busline/options.proto}, which is in this module's archive, say otherwise:
 * {@code option (busline.event_type) = "order.created"}, {@code (busline.topic)}, {@code
 * (busline.event_version)}, {@code (busline.alias)}, and {@code (busline.key)} on the field that is
 * the key.
 *
 * <p><b>Schema.</b> Events say which message they hold by {@code dataschema}: {@code
 * https://type.googleapis.com/} and the full name. It is never read to choose a class.
 *
 * <p><b>Evolution.</b> A field that the class does not know is kept and written again; one that the
 * bytes do not have is its default.
 *
 * <p><b>Both formats.</b> A generated class is read from Protobuf alone. A subscription that
 * receives one event as JSON from one service and as Protobuf from another subscribes with a class
 * of its own, and {@linkplain #carrying says} how that is carried as a message.
 *
 * <p><b>Refused.</b> More than 1 MiB, or more than 64 messages within one another; so many fields
 * that reading them takes more than 16 times as much memory as the bytes, unless that is less than
 * 2 MiB; bytes that are cut off or go on after their end; text that is not UTF-8. A field that the
 * class does not know is dear: 2,000 small messages in a list may each have one, and any number if
 * they have some 70 bytes.
 */
public final class ProtobufCodec implements Codec {
  static final String MEDIA_TYPE = "application/protobuf";

  private static final int DEFAULT_BYTES = 1 << 20;

  private final int maxBytes;
  private final Map<Class<?>, Mapping> mappings;

  /** Creates a codec for messages of up to 1 MiB. */
  public ProtobufCodec() {
    this(DEFAULT_BYTES, Map.of());
  }

  private ProtobufCodec(int maxBytes, Map<Class<?>, Mapping> mappings) {
    this.maxBytes = maxBytes;
    this.mappings = Map.copyOf(mappings);
  }

  /**
   * Makes a codec with another limit.
   *
   * @param bytes the most bytes of a message; whatever takes less than twice as much memory is read
   * @return a codec with that limit
   * @throws IllegalArgumentException if the limit is not positive
   */
  public ProtobufCodec withMaxBytes(int bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("maxBytes is " + bytes + "; it must be positive");
    }
    return new ProtobufCodec(bytes, mappings);
  }

  /**
   * Makes a codec that also carries a class of the application, by way of a message. The class
   * keeps its annotations, and codecs of other formats can read and write it too: what comes as
   * JSON is made by the codec for JSON. What the bus publishes of the class is Protobuf, unless the
   * event has a content type that says otherwise.
   *
   * @param dataClass the class that services publish and subscribe to
   * @param messageClass the generated class
   * @param toMessage makes the message to write
   * @param toData makes the data of a message that was read; may refuse it by any exception
   * @param <D> the application's type
   * @param <M> the message's type
   * @return a codec that carries the class
   */
  public <D, M extends Message> ProtobufCodec carrying(
      Class<D> dataClass, Class<M> messageClass, Function<D, M> toMessage, Function<M, D> toData) {
    Mapping mapping =
        new Mapping(
            dataClass,
            messageClass,
            data -> toMessage.apply(dataClass.cast(data)),
            message -> toData.apply(messageClass.cast(message)));
    Map<Class<?>, Mapping> more = new HashMap<>(mappings);
    more.put(dataClass, mapping);
    return new ProtobufCodec(maxBytes, more);
  }

  @Override
  public String mediaType() {
    return MEDIA_TYPE;
  }

  /** {@inheritDoc} True for {@code application/protobuf} and the two names it had before. */
  @Override
  public boolean reads(String mediaType) {
    return isProtobuf(mediaType);
  }

  static boolean isProtobuf(String mediaType) {
    return mediaType.equals(MEDIA_TYPE)
        || mediaType.equals("application/x-protobuf")
        || mediaType.equals("application/vnd.google.protobuf");
  }

  /** {@inheritDoc} True for generated classes, and those it was told how to carry. */
  @Override
  public boolean writes(Class<?> dataClass) {
    return MessageClass.isOne(dataClass) || mappings.containsKey(dataClass);
  }

  @Override
  public Optional<OwnClass> own(Class<?> dataClass) {
    return MessageClass.isOne(dataClass)
        ? Optional.of(MessageClass.of(dataClass).described(dataClass))
        : Optional.empty();
  }

  @Override
  public Optional<String> schema(Class<?> dataClass) {
    Class<?> messageClass = messageClass(dataClass);
    return MessageClass.isOne(messageClass)
        ? Optional.of(MessageClass.of(messageClass).schema())
        : Optional.empty();
  }

  private Class<?> messageClass(Class<?> dataClass) {
    Mapping mapping = mappings.get(dataClass);
    return mapping == null ? dataClass : mapping.messageClass();
  }

  @Override
  public byte[] encode(Object data) {
    Mapping mapping = mappings.get(data.getClass());
    Object mapped = mapping == null ? data : mapping.message(data);
    if (!(mapped instanceof Message message) || !message.isInitialized()) {
      throw new EncodingException(
          "%s is not a generated Protobuf message with all its required fields"
              .formatted(data.getClass().getName()));
    }
    int size = message.getSerializedSize();
    if (size > maxBytes) {
      throw new EncodingException(
          "%s has %d bytes as Protobuf and %d are allowed. Publish less, or raise maxBytes on both sides"
              .formatted(data.getClass().getName(), size, maxBytes));
    }
    byte[] bytes = message.toByteArray();
    WrittenMessage.requireReadable(message, bytes, maxBytes, data.getClass());
    return bytes;
  }

  /** {@inheritDoc} All but generated classes, and those it was told how to carry. */
  @Override
  public Optional<String> unreadable(Class<?> dataClass) {
    return MessageClass.isOne(messageClass(dataClass))
        ? Optional.empty()
        : Optional.of(
            "data is Protobuf and %s is not a generated message. Subscribe with the class that protoc made, with byte[].class, or tell the codec how to carry the class"
                .formatted(dataClass.getName()));
  }

  @Override
  public <T> T decode(byte[] bytes, Class<T> dataClass) {
    Class<?> messageClass = messageClass(dataClass);
    Optional<String> unreadable = unreadable(dataClass);
    if (unreadable.isPresent()) {
      throw new DecodingException(unreadable.get());
    }
    MessageClass known = MessageClass.of(messageClass);
    Message message =
        Messages.parse(
            known.parser(), known.descriptor(), bytes, maxBytes, "data for " + dataClass.getName());
    Mapping mapping = mappings.get(dataClass);
    return dataClass.cast(mapping == null ? message : mapping.data(message));
  }
}
