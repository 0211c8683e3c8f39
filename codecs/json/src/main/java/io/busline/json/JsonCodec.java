package io.busline.json;

import io.busline.codec.Codec;
import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Event data as JSON, by Jackson: records, beans, collections, {@code java.time} as ISO-8601 text,
 * {@code Optional}, enums by the names of their constants. The annotations of Jackson 3 hold, and
 * modules of Jackson 3 that are on the class path, such as Kotlin's, are used; {@link #configured}
 * changes names, formats and more. Safe for use by all threads.
 *
 * <p><b>Exact.</b> A {@code BigDecimal} keeps its digits and its scale, also in a map or a {@code
 * JsonNode}. A time keeps its offset and its nanoseconds.
 *
 * <p><b>Evolution.</b> Properties that the class does not know are ignored; properties that the
 * document does not have are null, or an empty {@code Optional}. A record's primitive that is
 * missing or null is refused, because nothing says that it is zero: declare it as {@code Integer}
 * if it may be missing.
 *
 * <p><b>Refused on reading.</b> A number with a fraction for an integer; a number for a text, an
 * enum or a time; a boolean for anything else and the reverse; the JSON value {@code null} as the
 * data, but for {@code JsonNode}; a name twice in one object; anything after the end; and what is
 * beyond {@link JsonLimits}. A text that holds a number is read as that number.
 *
 * <p><b>Refused on writing.</b> NaN and infinities; half surrogate pairs; a class other than a
 * record that has no properties; and what is beyond the limits, so that what is published can be
 * read.
 *
 * <p><b>Types.</b> A class of the application may list its subtypes by {@code @JsonSubTypes}. An
 * annotation that lets the document name a Java class is refused, and a property of type {@code
 * Class} or {@code InetAddress} is not read.
 */
public final class JsonCodec implements Codec {
  private final JsonLimits limits;
  private final UnaryOperator<JsonMapper.Builder> settings;
  private final JsonMapper mapper;
  private final WrittenDocument written;
  private final Readability readability;
  private final ClassValue<ObjectReader> readers =
      new ClassValue<>() {
        @Override
        protected ObjectReader computeValue(Class<?> dataClass) {
          return mapper.readerFor(dataClass);
        }
      };

  /** For generic types, of which there are as many as subscriptions to such. */
  private final Map<ParameterizedType, ObjectReader> genericReaders = new ConcurrentHashMap<>();

  /** Creates a codec with {@link JsonLimits#DEFAULTS}. */
  public JsonCodec() {
    this(JsonLimits.DEFAULTS, UnaryOperator.identity());
  }

  private JsonCodec(JsonLimits limits, UnaryOperator<JsonMapper.Builder> settings) {
    this.limits = limits;
    this.settings = settings;
    Doubts doubts = new Doubts();
    this.mapper = Mappers.mapper(limits, doubts, settings);
    this.readability = new Readability(mapper);
    this.written = new WrittenDocument(Mappers.factory(limits), limits, doubts);
  }

  /**
   * Creates a codec with other limits.
   *
   * @param limits how large a document may be
   * @return the codec
   */
  public static JsonCodec withLimits(JsonLimits limits) {
    return new JsonCodec(limits, UnaryOperator.identity());
  }

  /**
   * Creates a codec with settings of the application's own on top of those of this one:
   *
   * <pre>{@code
   * builder.codec(
   *     new JsonCodec()
   *         .configured(
   *             mapper -> mapper.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)));
   * }</pre>
   *
   * <p>Names, inclusion, formats, mix-ins and modules are free. What would take a limit away is
   * refused. Every service that reads the same events needs settings that go with these.
   *
   * @param newSettings sets up the builder that it is given, and returns it
   * @return the codec
   * @throws io.busline.error.ConfigurationException if the settings replace the stream factory,
   *     activate default typing, or change a feature that keeps a document bounded or exact; or if
   *     a module of Jackson's is of another release than Jackson
   */
  public JsonCodec configured(UnaryOperator<JsonMapper.Builder> newSettings) {
    return new JsonCodec(limits, builder -> newSettings.apply(settings.apply(builder)));
  }

  @Override
  public String mediaType() {
    return "application/json";
  }

  /** {@inheritDoc} True for {@code application/json}, {@code text/json} and any {@code +json}. */
  @Override
  public boolean reads(String mediaType) {
    return mediaType.equals("application/json")
        || mediaType.equals("text/json")
        || mediaType.endsWith("+json");
  }

  /** {@inheritDoc} True for all but {@code byte[]}, which is encoded already. */
  @Override
  public boolean writes(Class<?> dataClass) {
    return dataClass != byte[].class;
  }

  /**
   * {@inheritDoc} Such as one without a constructor that JSON can be given to, one that is abstract
   * and lists no subtypes, one with a property of such a class, and one whose properties have no
   * class but a type parameter.
   */
  @Override
  public Optional<String> unreadable(Class<?> dataClass) {
    return readability.faultOnReading(dataClass);
  }

  @Override
  public Optional<String> unreadable(ParameterizedType dataType) {
    return readability.faultOnReading(dataType);
  }

  @Override
  public byte[] encode(Object data) {
    requireReadable(data.getClass());
    byte[] bytes = write(data);
    if (bytes.length > limits.documentBytes()) {
      throw new EncodingException(
          "%s has %d bytes as JSON and %d are allowed. Publish less, or raise JsonLimits on both sides"
              .formatted(data.getClass().getName(), bytes.length, limits.documentBytes()));
    }
    if (!JsonText.isSound(bytes)) {
      throw new EncodingException(
          "%s holds half a surrogate pair in a text, which no document in UTF-8 can"
              .formatted(data.getClass().getName()));
    }
    if (isNull(bytes) && !(data instanceof JsonNode)) {
      throw new EncodingException(
          "%s is the JSON value null, which no subscriber could read. Publish an object"
              .formatted(data.getClass().getName()));
    }
    written.requireReadable(bytes, data.getClass());
    return bytes;
  }

  private void requireReadable(Class<?> dataClass) {
    String fault = readability.faultOnWriting(dataClass);
    if (fault != null) {
      throw new EncodingException(
          "%s is not published, because nobody could read it: %s"
              .formatted(dataClass.getName(), fault));
    }
  }

  private byte[] write(Object data) {
    try {
      return mapper.writeValueAsBytes(data);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      throw Faults.encoding(data.getClass(), e);
    }
  }

  private static boolean isNull(byte[] bytes) {
    return bytes.length == 4 && bytes[0] == 'n';
  }

  @Override
  @SuppressWarnings("unchecked") // The class may be that of a primitive, which casts nothing.
  public <T> T decode(byte[] bytes, Class<T> dataClass) {
    return (T) decode(bytes, readers.get(dataClass), dataClass);
  }

  @Override
  public Object decode(byte[] bytes, ParameterizedType dataType) {
    ObjectReader reader = genericReaders.get(dataType);
    if (reader == null) {
      reader = mapper.readerFor(mapper.constructType(dataType));
      genericReaders.put(dataType, reader);
    }
    return decode(bytes, reader, dataType);
  }

  private Object decode(byte[] bytes, ObjectReader reader, Type dataType) {
    String problem = JsonText.problem(bytes, limits.documentBytes());
    if (problem != null) {
      throw new DecodingException(what(dataType) + " " + problem);
    }
    @Nullable Object data;
    try {
      int start = JsonText.start(bytes);
      data = reader.readValue(bytes, start, bytes.length - start);
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      throw Faults.decoding(what(dataType), e);
    }
    if (data == null) {
      throw new DecodingException(
          what(dataType) + " is the JSON value null. Publish an object, or an event without data");
    }
    return data;
  }

  private static String what(Type dataType) {
    return "data for " + dataType.getTypeName();
  }
}
