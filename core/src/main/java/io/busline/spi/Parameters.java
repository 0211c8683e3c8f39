package io.busline.spi;

import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The options of a {@link BusUrl}, or of a subscription. A broker first says which it knows, and
 * then reads them by type; whatever is unknown or misspelt is refused with the nearest valid one.
 */
public final class Parameters {
  private static final Pattern CREDENTIALS = Pattern.compile("//[^/]*@");

  private final String scheme;
  private final Map<String, String> values;

  private Parameters(String scheme, Map<String, String> values) {
    this.scheme = scheme;
    this.values = values;
  }

  static Parameters parse(String scheme, String query) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : query.isEmpty() ? List.<String>of() : List.of(query.split("&", -1))) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new ConfigurationException(
            "the %s: URL has an option that is not written name=value".formatted(scheme));
      }
      String name = BusUrl.decode(scheme, "option", pair.substring(0, equals));
      String value = BusUrl.decode(scheme, "option " + Quoted.of(name), pair.substring(equals + 1));
      if (values.put(name, value) != null) {
        throw new ConfigurationException(
            "option %s is given twice in the %s: URL".formatted(Quoted.of(name), scheme));
      }
    }
    return new Parameters(scheme, values);
  }

  /**
   * Options that come from elsewhere than a URL.
   *
   * @param owner whose they are, for messages
   * @param values the options
   * @return the options, to be read by type
   */
  public static Parameters of(String owner, Map<String, String> values) {
    return new Parameters(owner, new LinkedHashMap<>(values));
  }

  /**
   * Refuses every option but these.
   *
   * @param known the options a broker knows
   * @throws ConfigurationException if there is another
   */
  public void allow(String... known) {
    for (String name : values.keySet()) {
      if (!List.of(known).contains(name)) {
        throw new ConfigurationException(
            "%s: has no option %s. %s"
                .formatted(
                    scheme, Quoted.of(name), Nearest.hint(name, List.of(known), "It has none")));
      }
    }
  }

  /**
   * Reads a text.
   *
   * @param name the option
   * @return its value, if given
   */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * Reads a duration.
   *
   * @param name the option
   * @param otherwise the default
   * @return the duration
   * @throws ConfigurationException if the value is not a duration above zero
   */
  public Duration duration(String name, Duration otherwise) {
    return text(name).map(value -> Durations.parse("option " + name, value)).orElse(otherwise);
  }

  /**
   * Reads a whole number.
   *
   * @param name the option
   * @param min the least allowed
   * @param max the greatest allowed
   * @param otherwise the default
   * @return the number
   * @throws ConfigurationException if the value is not such a number
   */
  public int integer(String name, int min, int max, int otherwise) {
    String value = values.get(name);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, like a number out of bounds.
    }
    throw new ConfigurationException(
        "option %s is %s and must be a whole number from %d to %d"
            .formatted(name, Quoted.of(value), min, max));
  }

  /**
   * Reads yes or no.
   *
   * @param name the option
   * @param otherwise the default
   * @return the value
   * @throws ConfigurationException if the value is neither true nor false
   */
  public boolean flag(String name, boolean otherwise) {
    return choice(name, List.of("true", "false"), Boolean.toString(otherwise)).equals("true");
  }

  /**
   * Reads one of several words.
   *
   * @param name the option
   * @param choices the words, in lower case
   * @param otherwise the default
   * @return the word, in lower case
   * @throws ConfigurationException if the value is another
   */
  public String choice(String name, Collection<String> choices, String otherwise) {
    String value = values.getOrDefault(name, otherwise).toLowerCase(Locale.ROOT);
    if (choices.contains(value)) {
      return value;
    }
    throw new ConfigurationException(
        "option %s is %s. %s"
            .formatted(name, Quoted.of(value), Nearest.hint(value, choices, "Leave it out")));
  }

  /**
   * Reads one of an enum's constants, each written in lower case and with hyphens, such as {@code
   * scram-sha-256} for {@code SCRAM_SHA_256}.
   *
   * @param name the option
   * @param otherwise the default
   * @param <E> the enum
   * @return the constant
   * @throws ConfigurationException if the value is no constant's
   */
  public <E extends Enum<E>> E constant(String name, E otherwise) {
    List<E> constants = List.of(otherwise.getDeclaringClass().getEnumConstants());
    List<String> words = constants.stream().map(Parameters::word).toList();
    return constants.get(words.indexOf(choice(name, words, word(otherwise))));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads the path of a file.
   *
   * @param name the option
   * @return the path of a file that this process may read, if given
   * @throws ConfigurationException if there is no such file, or it may not be read
   */
  public Optional<Path> file(String name) {
    String text = values.get(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      Path file = Path.of(text);
      if (Files.isReadable(file)) {
        return Optional.of(file);
      }
    } catch (InvalidPathException e) {
      // Said below, like a file that is not there.
    }
    throw new ConfigurationException(
        "option %s names the file %s, which cannot be read. Correct the path, or let this user read it"
            .formatted(name, Quoted.of(text)));
  }

  /**
   * The options as in the URL. Credentials have their own place there, and where an option is a URL
   * itself, its credentials are left out.
   */
  @Override
  public String toString() {
    return values.isEmpty()
        ? ""
        : values.entrySet().stream()
            .map(e -> e.getKey() + "=" + CREDENTIALS.matcher(e.getValue()).replaceAll("//***@"))
            .collect(Collectors.joining("&", "?", ""));
  }
}
