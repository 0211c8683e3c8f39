package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.LongStringHelper;
import io.busline.admin.DeadLetter;
import io.busline.cloudevents.HeaderBinding;
import io.busline.fuzz.Formats;
import io.busline.fuzz.Lines;
import io.busline.fuzz.Lines.Line;
import io.busline.fuzz.Mail;
import io.busline.fuzz.Target;
import io.busline.rabbitmq.Messages.Content;
import io.busline.spi.Interests;
import io.busline.spi.Parameters;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages, each of which can become a dead letter, whatever it is; and be retained. */
public final class RabbitmqHeadersTarget implements Target {
  private static final NativeOptions NO_OPTIONS =
      NativeOptions.read(Parameters.of("amqp", Map.of()));
  private static final Reception RECEPTION =
      new Reception(Interests.parse("order.created@order payment.>"), "busline", () -> true);

  private static final String PAST = new Layout("busline", 1).past("shipping");

  /** What the protocol can carry in a short string. */
  private static final int SHORT = 255;

  private final List<Messages> kinds =
      List.of(messages(HeaderBinding.AMQP), messages(HeaderBinding.AMQP_CLOUDEVENTS));

  static Messages messages(HeaderBinding binding) {
    return new Messages(binding, Formats.structured(), NO_OPTIONS);
  }

  /** What is no event is told by a defect. */
  @Override
  public boolean isRefusal(Exception exception) {
    return false;
  }

  @Override
  public void read(byte[] input) {
    Lines lines = Lines.of(input);
    for (Messages messages : kinds) {
      Delivery delivery = delivery(lines);
      Content content = messages.read(delivery);
      RECEPTION.wants(RECEPTION.judged(content));
      RECEPTION.topicOf(content);
      Since.of(io.busline.event.StartPosition.earliest()).includes(content.event());
      DeadLetter letter = Mail.about(content.event());
      Delivery stored =
          new Delivery(
              delivery.getEnvelope(),
              LetterHeaders.write(letter, messages),
              content.event().data());
      Mail.requireSame(
          letter,
          LetterHeaders.read(stored.getProperties().getHeaders(), messages.read(stored).event()));
      CopyMessage copy = CopyMessage.of(delivery, PAST);
      Content copied =
          messages.read(
              new Delivery(
                  new Envelope(1, false, PAST, copy.routingKey()), copy.properties(), copy.body()));
      if (!copied.event().equals(content.event())) {
        throw new AssertionError("retained: %s; copy: %s".formatted(content, copied));
      }
    }
  }

  static Delivery delivery(Lines lines) {
    Map<String, Object> headers = new HashMap<>();
    for (Line line : lines.headers()) {
      String name = line.name();
      boolean typed = name.length() > 2 && name.charAt(name.length() - 2) == '|';
      Object value = value(typed ? name.charAt(name.length() - 1) : 's', line);
      headers.put(shorter(typed ? name.substring(0, name.length() - 2) : name), value);
    }
    BasicProperties properties =
        new BasicProperties.Builder()
            .headers(headers.isEmpty() ? null : headers)
            .contentType(property(lines, ":content-type"))
            .messageId(property(lines, ":message-id"))
            .appId(property(lines, ":app-id"))
            .expiration(property(lines, ":expiration"))
            .build();
    Envelope envelope =
        new Envelope(
            1,
            false,
            shorter(lines.text(":exchange", "busline")),
            shorter(lines.text(":routing-key", "order.created")));
    return new Delivery(envelope, properties, lines.body());
  }

  private static @Nullable String property(Lines lines, String name) {
    String value = lines.text(name, "\0");
    return value.equals("\0") ? null : shorter(value);
  }

  private static String shorter(String text) {
    return text.length() > SHORT / 3 ? text.substring(0, SHORT / 3) : text;
  }

  /** The types that the protocol's tables know, as the client makes them. */
  private static @Nullable Object value(char type, Line line) {
    LongString text = LongStringHelper.asLongString(line.value());
    long number = new java.math.BigInteger(1, line.value()).longValue();
    return switch (type) {
      case 'i' -> (int) number;
      case 'l' -> number;
      case 'h' -> (short) number;
      case 'b' -> (byte) number;
      case 't' -> number % 2 == 0;
      case 'x' -> line.value();
      case 'T' -> Date.from(Instant.ofEpochMilli(number));
      case 'd' -> Double.longBitsToDouble(number);
      case 'f' -> Float.intBitsToFloat((int) number);
      case 'D' -> BigDecimal.valueOf(number, 3);
      case 'F' -> Map.of("a", text);
      case 'A' -> List.of(text, 1);
      case 'V' -> null;
      default -> text;
    };
  }
}
