package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import io.busline.cloudevents.EnvelopeReader;
import io.busline.cloudevents.Fallback;
import io.busline.cloudevents.HeaderBinding;
import io.busline.cloudevents.StructuredMode;
import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import io.busline.event.Event;
import io.busline.event.EventDefinition;
import io.busline.event.Quoted;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events to messages of AMQP 0-9-1 and back. Written: CloudEvents' binary mode, with the data as
 * the body. Read: that, structured mode, and any other message, whose routing key is then its type.
 * Safe for use by several threads.
 */
final class Messages {

  /** The header with an event's topic, where that is not its type's default one. */
  static final String TOPIC = "busline-topic";

  /** The header with the exchange of an event that is a copy. */
  static final String EXCHANGE = "busline-exchange";

  /** The header with a content type that is too long for the property. */
  private static final String LONG_CONTENT_TYPE = "ce-datacontenttype";

  /** The header in which a quorum queue counts, from the second delivery on. */
  private static final String DELIVERIES = "x-delivery-count";

  /** The application id of what a bus has published. */
  private static final String BUSLINE = "busline";

  /** What AMQP calls a short string has at most so many bytes. */
  private static final int SHORT_BYTES = 255;

  private static final int PERSISTENT = 2;

  /** What clients call a body as it is: many name the character set of text here. */
  private static final Set<String> PLAIN =
      Set.of("", "identity", "binary", "7bit", "8bit", "utf-8", "utf8", "us-ascii", "ascii");

  private final HeaderBinding binding;
  private final StructuredMode structured;
  private final MessageOptions options;

  Messages(HeaderBinding binding, StructuredMode structured, NativeOptions options) {
    this.binding = binding;
    this.structured = structured;
    this.options = new MessageOptions(options);
  }

  /**
   * What came.
   *
   * @param event the event
   * @param context what the message carries beside it, of its trace
   * @param address where it was published
   * @param deliveries how often the server has given it out before, as far as it tells
   * @param topic the topic that the message names, or null
   * @param foreign whether another kind of client has published it
   * @param flaw why it is no valid event, or null
   */
  record Content(
      Event<byte[]> event,
      Map<String, String> context,
      Address address,
      long deliveries,
      @Nullable String topic,
      boolean foreign,
      @Nullable String flaw) {

    Content withFlaw(String found) {
      return new Content(event, context, address, deliveries, topic, foreign, found);
    }
  }

  /**
   * Where a message was published.
   *
   * @param exchange the exchange
   * @param key the routing key
   */
  record Address(String exchange, String key) {
    static Address of(Delivery delivery) {
      Map<String, Object> headers = delivery.getProperties().getHeaders();
      String exchange = delivery.getEnvelope().getExchange();
      // Anybody may set the header; it is ours where a copy has come.
      Object original = headers == null || !Layout.isPast(exchange) ? null : headers.get(EXCHANGE);
      return new Address(
          original == null ? exchange : original.toString(),
          delivery.getEnvelope().getRoutingKey());
    }
  }

  /** The properties of an event on its way to the groups. */
  BasicProperties published(Event<byte[]> event, Map<String, Object> more) {
    event.dataContentType().ifPresent(Messages::requireShort);
    return options.apply(properties(event, more), event);
  }

  /**
   * An event's properties, with its attributes and further headers. A content type that is too long
   * for its property, and has come as a header, is one again: any event can become a dead letter.
   */
  BasicProperties properties(Event<byte[]> event, Map<String, Object> more) {
    Map<String, Object> headers = new HashMap<>(more);
    binding.write(event, headers::put);
    String contentType = event.dataContentType().orElse(null);
    if (contentType != null && !isShort(contentType)) {
      headers.put(LONG_CONTENT_TYPE, contentType);
      contentType = null;
    }
    return new BasicProperties.Builder()
        .headers(headers)
        .deliveryMode(PERSISTENT)
        .appId(BUSLINE)
        .contentType(contentType)
        .messageId(isShort(event.id()) ? event.id() : null)
        .build();
  }

  private static void requireShort(String contentType) {
    if (!isShort(contentType)) {
      throw new EncodingException(
          "the data's content type has more than the %d bytes that AMQP allows. Shorten %s"
              .formatted(SHORT_BYTES, Quoted.of(contentType)));
    }
  }

  private static boolean isShort(String text) {
    return text.length() * 3 <= SHORT_BYTES
        || text.getBytes(StandardCharsets.UTF_8).length <= SHORT_BYTES;
  }

  /** Reads a message; whatever is wrong with it is told by the result's flaw. */
  Content read(Delivery delivery) {
    BasicProperties properties = delivery.getProperties();
    EnvelopeReader reader = binding.reader().contentType(properties.getContentType());
    Map<String, Object> headers =
        properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    headers.forEach(reader::typedHeader);
    Bare bare = new Bare(delivery);
    byte[] body = delivery.getBody();
    try {
      requirePlain(properties.getContentEncoding());
      return content(reader.read(body, bare, structured), reader.context(), delivery);
    } catch (DecodingException e) {
      return content(reader.salvage(body, bare), reader.context(), delivery)
          .withFlaw(String.valueOf(e.getMessage()));
    }
  }

  /** A body that is compressed, or in another character set, is no data that a codec can read. */
  private static void requirePlain(@Nullable String encoding) {
    if (encoding != null && !PLAIN.contains(encoding.strip().toLowerCase(Locale.ROOT))) {
      throw new DecodingException(
          "its body has the content-encoding %s, which is not undone here. Publish it without"
              .formatted(Quoted.of(encoding)));
    }
  }

  private static Content content(
      Event<byte[]> event, Map<String, String> context, Delivery delivery) {
    BasicProperties properties = delivery.getProperties();
    Map<String, Object> headers =
        properties.getHeaders() == null ? Map.of() : properties.getHeaders();
    Object topic = headers.get(TOPIC);
    return new Content(
        event,
        context,
        Address.of(delivery),
        delivery.getEnvelope().isRedeliver() && headers.get(DELIVERIES) instanceof Number count
            ? count.longValue()
            : 0,
        topic == null ? null : topic.toString(),
        !BUSLINE.equals(properties.getAppId()),
        null);
  }

  /** The topic of an event whose message names none. */
  static String topic(Event<byte[]> event) {
    return EventDefinition.defaultTopic(event.type());
  }

  /** For a message that is no event: nothing but its content tells it from others. */
  private record Bare(Delivery delivery) implements Fallback {
    @Override
    public String type() {
      return delivery.getEnvelope().getRoutingKey();
    }

    @Override
    public String id() {
      String id = delivery.getProperties().getMessageId();
      return id != null && !id.isEmpty() ? id : digest();
    }

    private String digest() {
      byte[] body = delivery.getBody();
      byte[] key = delivery.getEnvelope().getRoutingKey().getBytes(StandardCharsets.UTF_8);
      return UUID.nameUUIDFromBytes(
              ByteBuffer.allocate(key.length + body.length).put(key).put(body).array())
          .toString();
    }

    @Override
    public String source() {
      return "amqp:" + Address.of(delivery).exchange();
    }
  }
}
