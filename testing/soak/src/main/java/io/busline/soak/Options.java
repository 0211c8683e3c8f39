package io.busline.soak;

import io.busline.servers.Release;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * The command line, of which {@code dev/soak --help} tells.
 *
 * @param url the broker's, or the name of a broker alone
 * @param time how long mishaps happen
 * @param seed what decides which
 * @param only the kinds that may happen; empty for all
 * @param without the kinds that may not
 * @param release which release of a server to start
 * @param folder where processes write what went wrong
 */
record Options(
    String url,
    Duration time,
    long seed,
    Set<Mishap> only,
    Set<Mishap> without,
    Release release,
    Path folder) {
  private static final double MOST_MINUTES = 24 * 60;

  static Options parse(String... arguments) {
    String url = null;
    double minutes = 10;
    long seed = new Random().nextInt(1_000_000);
    Set<Mishap> only = EnumSet.noneOf(Mishap.class);
    Set<Mishap> without = EnumSet.noneOf(Mishap.class);
    Release release = Release.CURRENT;
    Path folder = Path.of("target", "soak");
    Iterator<String> rest = Arrays.asList(arguments).iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word) {
        case "--minutes" -> minutes = value(word, rest, Double::valueOf);
        case "--seed" -> seed = value(word, rest, Long::valueOf);
        case "--only" -> only = value(word, rest, Options::mishaps);
        case "--without" -> without = value(word, rest, Options::mishaps);
        case "--release" -> release = value(word, rest, Options::release);
        case "--folder" -> folder = value(word, rest, Path::of);
        default -> {
          if (word.startsWith("-") || url != null) {
            throw new IllegalArgumentException("'%s' is one too many".formatted(word));
          }
          url = word;
        }
      }
    }
    if (url == null) {
      throw new IllegalArgumentException(
          "no broker is named. Valid are a URL and " + String.join(", ", Places.KINDS));
    }
    if (!(minutes > 0 && minutes <= MOST_MINUTES)) {
      throw new IllegalArgumentException(
          "--minutes cannot be %s: it is more than 0 and at most %.0f"
              .formatted(minutes, MOST_MINUTES));
    }
    Duration time = Duration.ofMillis((long) (minutes * 60_000));
    return new Options(url, time, seed, only, without, release, folder);
  }

  private static <T> T value(String name, Iterator<String> rest, Function<String, T> reading) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(name + " needs a value");
    }
    String text = rest.next();
    try {
      return reading.apply(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("%s cannot be '%s'".formatted(name, text), e);
    }
  }

  private static Release release(String text) {
    return Arrays.stream(Release.values())
        .filter(release -> release.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--release cannot be '%s'. Valid are old, current".formatted(text)));
  }

  private static Set<Mishap> mishaps(String text) {
    Set<Mishap> named = EnumSet.noneOf(Mishap.class);
    for (String word : List.of(text.split(","))) {
      Optional<Mishap> mishap = Mishap.of(word.strip());
      named.add(
          mishap.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "there is no mishap '%s'. Valid are %s"
                          .formatted(
                              word,
                              String.join(
                                  ", ",
                                  Arrays.stream(Mishap.values()).map(m -> m.word).toList())))));
    }
    return named;
  }

  /** What may happen to a target, of what was asked for. */
  Set<Mishap> chosen(Target target) {
    Set<Mishap> chosen = EnumSet.noneOf(Mishap.class);
    for (Mishap mishap : Mishap.values()) {
      boolean ofServer =
          mishap == Mishap.BROKER_KILL
              || mishap == Mishap.BROKER_END
              || mishap == Mishap.BROKER_FREEZE;
      boolean possible =
          mishap.place != Place.BROKER
              || (ofServer ? target.server().isPresent() : target.allowed().contains(mishap));
      boolean asked = only.isEmpty() ? !mishap.isFinal() : only.contains(mishap);
      if (possible && asked && !without.contains(mishap)) {
        chosen.add(mishap);
      }
    }
    return chosen;
  }
}
