package io.busline.nats;

import io.busline.admin.DeadLetter;
import io.busline.fuzz.Formats;
import io.busline.fuzz.Lines;
import io.busline.fuzz.Lines.Line;
import io.busline.fuzz.Mail;
import io.busline.fuzz.Target;
import io.busline.spi.InboundMessage;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.nats.client.support.IncomingHeadersProcessor;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Messages, each of which can become a dead letter, whatever it is. */
public final class NatsHeadersTarget implements Target {
  private final Messages messages = new Messages(Formats.structured());
  private final LetterMessages letters = new LetterMessages(messages);

  /** What is no event is told by a defect. */
  @Override
  public boolean isRefusal(Exception exception) {
    return false;
  }

  @Override
  public void read(byte[] input) {
    Lines lines = Lines.of(input);
    InboundMessage message =
        messages.read(
            Messages.bare(lines.text(":subject", "order.created"), "order", 17),
            headers(lines),
            lines.body());
    DeadLetter letter = Mail.about(message.event());
    MessageInfo stored =
        info(parsed(LetterMessages.headers(letter).getSerialized()), letter.event().data());
    Mail.requireSame(
        letter, letters.read(stored.getSeq(), stored.getHeaders(), stored.getData()).orElse(null));
  }

  static MessageInfo info(@Nullable Headers headers, byte[] data) {
    return new MessageInfo(
        NatsMessage.builder().subject("any").headers(headers).data(data).build(), "any", true);
  }

  /** As the client makes them of the bytes that came; null if it refuses those. */
  static @Nullable Headers headers(Lines lines) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    wire.writeBytes("NATS/1.0\r\n".getBytes(StandardCharsets.US_ASCII));
    for (Line line : lines.headers()) {
      wire.writeBytes(line.name().getBytes(StandardCharsets.UTF_8));
      wire.write(':');
      wire.writeBytes(line.value());
      wire.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    wire.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    byte[] bytes = wire.toByteArray();
    for (int i = 0; i < bytes.length; i++) {
      // As HeaderGuard does with what comes from the server.
      bytes[i] = bytes[i] < 0 ? (byte) '%' : bytes[i];
    }
    try {
      return parsed(bytes);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static Headers parsed(byte[] wire) {
    return new IncomingHeadersProcessor(wire).getHeaders();
  }
}
