package io.busline.cli.command;

import io.busline.cli.terminal.Visible;
import io.busline.codec.Codec;
import io.busline.codec.EventFormat;
import io.busline.error.DecodingException;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import java.util.function.Predicate;

/** JSON in and out, by the codec and the event format on the class path. */
public final class Json {
  private static final String CODEC_SUBJECT = "data for " + Object.class.getName() + " ";

  private Json() {}

  /**
   * The format of whole events, one JSON document each.
   *
   * @return the format
   */
  public static EventFormat events() {
    return find(EventFormat.class, f -> f.mediaType().equals("application/cloudevents+json"));
  }

  private static Codec codec() {
    return find(Codec.class, c -> c.mediaType().equals("application/json"));
  }

  private static <T> T find(Class<T> service, Predicate<T> wanted) {
    for (T found : ServiceLoader.load(service)) {
      if (wanted.test(found)) {
        return found;
      }
    }
    throw CommandException.failed(
        "nothing on the class path reads JSON. Add io.busline:busline-json to it");
  }

  /**
   * Writes JSON that no terminal minds.
   *
   * @param value maps, lists, text, numbers and truth values
   * @return one line
   */
  public static String of(Object value) {
    return Visible.line(new String(codec().encode(value), StandardCharsets.UTF_8));
  }

  /**
   * Reads JSON.
   *
   * @param document the bytes of it, in UTF-8
   * @return maps, lists, text, numbers and truth values
   */
  public static Object read(byte[] document) {
    return codec().decode(document, Object.class);
  }

  /**
   * Refuses what is not JSON.
   *
   * @param what what it is, for the message
   * @param document the bytes
   * @throws CommandException if it is none
   */
  public static void require(String what, byte[] document) {
    try {
      read(document);
    } catch (DecodingException e) {
      String reason = e.getMessage();
      throw CommandException.usage(
          what
              + " "
              + (reason.startsWith(CODEC_SUBJECT)
                  ? reason.substring(CODEC_SUBJECT.length())
                  : reason));
    }
  }
}
