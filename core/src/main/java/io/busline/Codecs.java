package io.busline;

import io.busline.codec.Codec;
import io.busline.codec.OwnClass;
import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import io.busline.event.DataVersion;
import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.event.Quoted;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the codec for an event: by content type, else by the class of the data. */
final class Codecs {

  /**
   * What data without a content type is taken for: CloudEvents 1.0.2, section 3.1, and bare JSON.
   */
  private static final String ASSUMED = "application/json";

  private final List<Codec> codecs;
  private final ClassValue<Optional<Owned>> owned =
      new ClassValue<>() {
        @Override
        protected Optional<Owned> computeValue(Class<?> dataClass) {
          return owner(dataClass);
        }
      };

  private final ClassValue<Integer> versions =
      new ClassValue<>() {
        @Override
        protected Integer computeValue(Class<?> dataClass) {
          return isNamed(dataClass) ? typeOf(dataClass).version() : EventDefinition.ANY_VERSION;
        }
      };

  private static boolean isAnnotated(Class<?> dataClass) {
    return dataClass.isAnnotationPresent(io.busline.annotation.EventType.class);
  }

  /** A class that a codec has for its own. */
  private record Owned(Codec codec, OwnClass described) {}

  Codecs(List<Codec> codecs) {
    this.codecs = List.copyOf(codecs);
  }

  private Optional<Owned> owner(Class<?> dataClass) {
    for (Codec codec : codecs) {
      Optional<OwnClass> described = codec.own(dataClass);
      if (described.isPresent()) {
        return Optional.of(new Owned(codec, described.get()));
      }
    }
    return Optional.empty();
  }

  /** What a codec says of its own class, or null: the class must be annotated. */
  @Nullable OwnClass own(Class<?> dataClass) {
    return owned.get(dataClass).map(Owned::described).orElse(null);
  }

  /** The type of a class as its codec has it, else as its annotation has it. */
  <T> EventDefinition<T> typeOf(Class<T> dataClass) {
    OwnClass own = own(dataClass);
    return own == null
        ? EventDefinition.of(dataClass)
        : new EventDefinition<>(
            own.type().name(),
            dataClass,
            own.type().topic(),
            own.type().version(),
            own.type().aliases());
  }

  /**
   * The types of a class, and where it is sealed and names none itself, those of all classes that
   * it permits.
   */
  <T> List<EventDefinition<? extends T>> typesOf(Class<T> dataClass) {
    return dataClass.isSealed() && !isNamed(dataClass)
        ? new SealedFamily<>(dataClass, this).types()
        : List.of(typeOf(dataClass));
  }

  /** Whether a class names its type, by an annotation or because a codec has it for its own. */
  boolean isNamed(Class<?> dataClass) {
    return own(dataClass) != null || isAnnotated(dataClass);
  }

  @SuppressWarnings("unchecked")
  Event<byte[]> encode(Event<?> event) {
    if (event.data() instanceof byte[]) {
      return (Event<byte[]>) event;
    }
    Optional<String> contentType = event.dataContentType();
    Codec codec = writerOf(event, contentType);
    Event<byte[]> encoded = versioned(event.withData(codec.encode(event.data())), event.data());
    if (event.dataSchema().isEmpty()) {
      Optional<String> schema = codec.schema(event.data().getClass());
      if (schema.isPresent()) {
        encoded = encoded.toBuilder().dataSchema(schema.get()).build();
      }
    }
    return contentType.isPresent() ? encoded : encoded.withContentType(codec.mediaType());
  }

  /** An event says the version of its data, unless it is the first or the publisher has said it. */
  private Event<byte[]> versioned(Event<byte[]> event, Object data) {
    int version = versions.get(data.getClass());
    return version <= 1 || event.extensions().containsKey(DataVersion.EXTENSION)
        ? event
        : DataVersion.mark(event, version);
  }

  private Codec writerOf(Event<?> event, Optional<String> contentType) {
    Class<?> dataClass = event.data().getClass();
    for (Codec codec : codecs) {
      boolean fits = contentType.isEmpty() || codec.reads(bare(contentType.get()));
      if (fits && codec.writes(dataClass) && isOpenTo(codec, dataClass)) {
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

  private boolean isOpenTo(Codec codec, Class<?> dataClass) {
    Owned own = owned.get(dataClass).orElse(null);
    return own == null || own.codec() == codec;
  }

  /** Decodes data, throwing nothing but {@link DecodingException}. */
  Object decode(Event<byte[]> event, Type dataType) {
    return dataType instanceof Class<?> dataClass
        ? decode(event, dataClass)
        : decode(event, (ParameterizedType) dataType);
  }

  private Object decode(Event<byte[]> event, Class<?> dataClass) {
    if (dataClass == byte[].class) {
      return event.data();
    }
    return readerOf(event, dataClass).decode(event.data(), dataClass);
  }

  private Object decode(Event<byte[]> event, ParameterizedType dataType) {
    return readerOf(event, raw(dataType)).decode(event.data(), dataType);
  }

  private static Class<?> raw(ParameterizedType dataType) {
    return (Class<?>) dataType.getRawType();
  }

  private Codec readerOf(Event<byte[]> event, Class<?> dataClass) {
    String mediaType = event.dataContentType().map(Codecs::bare).orElse(ASSUMED);
    for (Codec codec : codecs) {
      if (codec.reads(mediaType)) {
        requireOpen(codec, mediaType, dataClass);
        return codec;
      }
    }
    throw new DecodingException(
        "no codec reads %s. Add one to the class path, or subscribe with byte[].class"
            .formatted(Quoted.of(mediaType)));
  }

  /** Why no codec could ever decode anything into a class, or a generic form of one; or null. */
  @Nullable String unreadable(Type dataType) {
    if (dataType == byte[].class) {
      return null;
    }
    Class<?> dataClass =
        dataType instanceof ParameterizedType generic ? raw(generic) : (Class<?>) dataType;
    String why = null;
    for (Codec codec : codecs) {
      if (isOpenTo(codec, dataClass)) {
        Optional<String> its =
            dataType instanceof ParameterizedType generic
                ? codec.unreadable(generic)
                : codec.unreadable(dataClass);
        if (its.isEmpty()) {
          return null;
        }
        why = why == null || codec.writes(dataClass) ? its.get() : why;
      }
    }
    return why != null
        ? why
        : "no codec reads %s. Add one to the class path, such as io.busline:busline-json, or subscribe with byte[].class"
            .formatted(dataType.getTypeName());
  }

  private void requireOpen(Codec codec, String mediaType, Class<?> dataClass) {
    if (!isOpenTo(codec, dataClass)) {
      throw new DecodingException(
          "data is %s and %s is read from %s alone. Ask the publisher for that, or subscribe with byte[].class and look at the event's content type"
              .formatted(
                  Quoted.of(mediaType),
                  dataClass.getName(),
                  owned.get(dataClass).orElseThrow().codec().mediaType()));
    }
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
