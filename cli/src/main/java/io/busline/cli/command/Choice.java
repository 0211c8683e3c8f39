package io.busline.cli.command;

import io.busline.event.Quoted;
import io.busline.spi.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads one of a few words, in any case and with dashes: {@code handler-failed}.
 *
 * @param <E> the enum whose constants are the words
 */
public final class Choice<E extends Enum<E>> implements ITypeConverter<E> {
  private final List<E> choices;

  /**
   * Of the constants of an enum.
   *
   * @param type the enum
   */
  public Choice(Class<E> type) {
    this.choices = Arrays.asList(type.getEnumConstants());
  }

  /**
   * The word that means a constant.
   *
   * @param choice the constant
   * @return its name in lower case, with dashes
   */
  public static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public E convert(String text) {
    String wanted = text.toLowerCase(Locale.ROOT).replace('_', '-');
    for (E choice : choices) {
      if (word(choice).equals(wanted)) {
        return choice;
      }
    }
    throw new TypeConversionException(
        "%s is none of the choices. %s"
            .formatted(
                Quoted.of(text),
                Nearest.hint(wanted, choices.stream().map(Choice::word).toList(), "")));
  }
}
