package io.busline.benchmarks.load;

import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Orders whose JSON has a certain size, most of it in one text. Nothing costs a JSON library less
 * than a text, so what both sides pay alike hides as little as possible of what they do not.
 *
 * @param bytes the size of an order's JSON, within a few percent
 * @param notes made beforehand, so that making them is not measured
 */
public record LargeOrders(int bytes, List<String> notes) implements IntFunction<Order> {

  /** So many, that no batch has a text twice to compress or to have at hand. */
  private static final int NOTES = 256;

  /** About as often as English has them, so that a note can be compressed as a text can. */
  private static final String LETTERS =
      "eeeeeeeeeeeetttttttttaaaaaaaaooooooooiiiiiiinnnnnnnsssssshhhhhhrrrrrrddddlllluuucccmmmffwwyyggppbbvk"
          + "                     ";

  /** The same in each run. */
  public static LargeOrders of(int bytes) {
    Random random = new Random(bytes);
    return new LargeOrders(
        bytes, Stream.generate(() -> text(random, bytes - Order.BYTES)).limit(NOTES).toList());
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder(length);
    while (text.length() < length) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }

  @Override
  public Order apply(int number) {
    return Order.number(number).withNote(notes.get(Math.floorMod(number, NOTES)));
  }
}
