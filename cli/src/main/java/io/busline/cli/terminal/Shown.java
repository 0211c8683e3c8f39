package io.busline.cli.terminal;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import com.google.protobuf.UnknownFieldSet;
import io.busline.cli.terminal.Terminal.Stream;
import io.busline.codec.Codec;
import io.busline.event.Event;
import io.busline.protobuf.ProtobufCodec;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** What events are made of, fit to be shown. */
public final class Shown {

  private static final Codec PROTOBUF = new ProtobufCodec();

  private Shown() {}

  /**
   * The data on one line if it is text or Protobuf, else how much there is.
   *
   * @param event the event
   * @return the line
   */
  public static String data(Event<byte[]> event) {
    byte[] data = event.data();
    String contentType = event.dataContentType().orElse("something");
    if (data.length == 0) {
      return "(no data)";
    }
    try {
      if (PROTOBUF.reads(contentType)) {
        return Visible.line(fields(data));
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
      return Visible.line(text.strip().replaceAll("\\R", " "));
    } catch (CharacterCodingException | InvalidProtocolBufferException e) {
      return "(%,d bytes of %s)".formatted(data.length, Visible.line(contentType));
    }
  }

  /** The fields by their numbers: their names are in a class that is not here. */
  private static String fields(byte[] data) throws InvalidProtocolBufferException {
    return TextFormat.printer()
        .emittingSingleLine(true)
        .printToString(UnknownFieldSet.parseFrom(data));
  }

  /**
   * How long ago something was.
   *
   * @param time when it was
   * @return such as {@code 12s}, {@code 5m} or {@code 3d}
   */
  public static String age(Instant time) {
    long seconds = Math.max(0, Duration.between(time, Instant.now()).toSeconds());
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + "m";
    }
    return seconds < 2 * 86_400 ? seconds / 3_600 + "h" : seconds / 86_400 + "d";
  }

  /**
   * A number of things: {@code 1 order}, {@code 2,000 orders}.
   *
   * @param number how many
   * @param thing one of them
   * @return the number with the word
   */
  public static String count(long number, String thing) {
    return "%,d %s%s".formatted(number, thing, number == 1 ? "" : "s");
  }

  /**
   * A line as a terminal shows it best: broken between words, the rest of it set in.
   *
   * @param terminal where it is to be written
   * @param line the line
   * @param indent by how much the rest is set in
   * @return one line or several
   */
  public static String wrapped(Terminal terminal, String line, int indent) {
    int width = terminal.columns();
    if (!terminal.is(Stream.OUT) || line.length() <= width || width < indent + 20) {
      return line;
    }
    int space = line.lastIndexOf(' ', width);
    int at = space > indent ? space : width;
    String rest = " ".repeat(indent) + line.substring(at).stripLeading();
    return line.substring(0, at) + "\n" + wrapped(terminal, rest, indent);
  }
}
