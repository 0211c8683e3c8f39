package io.busline.soak.outbox;

import io.busline.servers.Release;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Random;

/**
 * The command line, of which {@code dev/soak --help} tells.
 *
 * @param database which one to start
 * @param release which release of it
 * @param time how long mishaps happen
 * @param seed what decides which
 */
record OutboxOptions(SoakDatabase.Kind database, Release release, Duration time, long seed) {
  private static final double MOST_MINUTES = 24 * 60;

  static OutboxOptions parse(String... arguments) {
    SoakDatabase.Kind database = SoakDatabase.Kind.POSTGRESQL;
    Release release = Release.CURRENT;
    double minutes = 10;
    long seed = new Random().nextInt(1_000_000);
    Iterator<String> rest = Arrays.asList(arguments).iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word) {
        case "outbox" -> {}
        case "--database" -> database = choice(word, value(word, rest), SoakDatabase.Kind.values());
        case "--release" -> release = choice(word, value(word, rest), Release.values());
        case "--minutes" -> minutes = number(word, value(word, rest));
        case "--seed" -> seed = (long) number(word, value(word, rest));
        default -> throw new IllegalArgumentException("'%s' is one too many".formatted(word));
      }
    }
    if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
      throw new IllegalArgumentException(
          "--minutes cannot be %s: it is more than 0 and at most %.0f"
              .formatted(minutes, MOST_MINUTES));
    }
    return new OutboxOptions(database, release, Duration.ofMillis((long) (minutes * 60_000)), seed);
  }

  private static String value(String name, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(name + " needs a value");
    }
    return rest.next();
  }

  private static double number(String name, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("%s cannot be '%s'".formatted(name, text), e);
    }
  }

  private static <E extends Enum<E>> E choice(String name, String text, E[] all) {
    return Arrays.stream(all)
        .filter(each -> each.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s cannot be '%s'. Valid are %s"
                        .formatted(name, text, Arrays.toString(all).toLowerCase(Locale.ROOT))));
  }
}
