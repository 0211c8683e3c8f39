package io.busline;

import io.busline.codec.Codec;
import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import io.busline.event.Event;
import io.busline.event.Quoted;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Chooses the codec for an event: by content type, else by the class of the data. */
final class Codecs {

  /**
   * What data without a content type is taken for: CloudEvents 1.0.2, section 3.1, and bare JSON.
   */
  private static final String ASSUMED = "application/json";

  private final List<Codec> codecs;

  Codecs(List<Codec> codecs) {
    this.codecs = List.copyOf(codecs);
  }

  @SuppressWarnings("unchecked")
  Event<byte[]> encode(Event<?> event) {
    if (event.data() instanceof byte[]) {
      return (Event<byte[]>) event;
    }
    Optional<String> contentType = event.dataContentType();
    Codec codec = writerOf(event, contentType);
    Event<byte[]> encoded = event.withData(codec.encode(event.data()));
    return contentType.isPresent() ? encoded : encoded.withContentType(codec.mediaType());
  }

  private Codec writerOf(Event<?> event, Optional<String> contentType) {
    Class<?> dataClass = event.data().getClass();
    for (Codec codec : codecs) {
      boolean fits = contentType.isEmpty() || codec.reads(bare(contentType.get()));
      if (fits && codec.writes(dataClass)) {
        return codec;
      }
    }
    throw new EncodingException(
        "no codec writes %s%s for the event type %s. Add a codec to the class path, such as io.busline:busline-json, or publish a byte[]"
            .formatted(
                dataClass.getName(),
                contentType.map(t -> " as " + Quoted.of(t)).orElse(""),
                event.type()));
  }

  /** Decodes data, throwing nothing but {@link DecodingException}. */
  <T> T decode(Event<byte[]> event, Class<T> dataClass) {
    if (dataClass == byte[].class) {
      return dataClass.cast(event.data());
    }
    String mediaType = event.dataContentType().map(Codecs::bare).orElse(ASSUMED);
    for (Codec codec : codecs) {
      if (codec.reads(mediaType)) {
        return codec.decode(event.data(), dataClass);
      }
    }
    throw new DecodingException(
        "no codec reads %s. Add one to the class path, or subscribe with byte[].class"
            .formatted(Quoted.of(mediaType)));
  }

  /** Type and subtype in lower case, without parameters. */
  private static String bare(String mediaType) {
    if (mediaType.equals(ASSUMED)) {
      return ASSUMED;
    }
    int semicolon = mediaType.indexOf(';');
    String bare = semicolon < 0 ? mediaType : mediaType.substring(0, semicolon);
    return bare.strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return codecs.isEmpty()
        ? "none"
        : String.join(", ", codecs.stream().map(Codec::mediaType).toList());
  }
}
