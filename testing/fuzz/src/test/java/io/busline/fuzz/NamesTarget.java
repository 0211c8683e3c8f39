package io.busline.fuzz;

import io.busline.cloudevents.Timestamps;
import io.busline.error.EventBusException;
import io.busline.event.DataVersion;
import io.busline.event.Event;
import io.busline.event.EventPattern;
import io.busline.spi.Durations;
import io.busline.spi.Interests;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Names, patterns, interests, versions, times and durations: each line is read as each of them. */
public final class NamesTarget implements Target {
  @Override
  public boolean isRefusal(Exception exception) {
    return exception instanceof EventBusException;
  }

  @Override
  public void read(byte[] input) {
    String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
    String text = lines[0];
    String type = lines.length < 2 ? "order.created" : lines[1];
    EventBusException refusal = null;
    int read = 0;
    for (Consumer<String> reading : readings(type)) {
      try {
        reading.accept(text);
        read++;
      } catch (EventBusException e) {
        refusal = e;
      }
    }
    if (refusal != null && read == 0) {
      throw refusal;
    }
  }

  private static List<Consumer<String>> readings(String type) {
    return List.of(
        pattern -> match(pattern, type),
        NamesTarget::interests,
        NamesTarget::version,
        NamesTarget::time,
        NamesTarget::duration);
  }

  private static void match(String text, String type) {
    EventPattern pattern = new EventPattern(text);
    String name = Event.builder(type, "").id("1").source("s").build().type();
    String regex =
        Pattern.quote(text)
            .replace("*", "\\E[^.]+\\Q")
            .replaceFirst(">\\\\E$", "\\\\E.+\\\\Q\\\\E");
    if (pattern.matches(name) != name.matches(regex)) {
      throw new AssertionError("%s and %s".formatted(text, name));
    }
  }

  private static void interests(String text) {
    Interests interests = Interests.parse(text);
    if (!Interests.parse(interests.toString()).equals(interests)) {
      throw new AssertionError(text);
    }
  }

  private static void version(String text) {
    Event<String> event =
        Event.builder("order.created", "")
            .id("1")
            .source("s")
            .extension(DataVersion.EXTENSION, text)
            .build();
    if (DataVersion.of(event) < 1) {
      throw new AssertionError(text);
    }
  }

  private static void time(String text) {
    Instant time = Timestamps.parse(text);
    if (!Timestamps.parse(Timestamps.format(time)).equals(time)) {
      throw new AssertionError(text);
    }
  }

  private static void duration(String text) {
    Duration duration = Durations.parse("option retention", text);
    Durations.format(duration);
    if (duration.toNanos() <= 0) {
      throw new AssertionError(text);
    }
  }
}
