package io.busline.simulation;

import static io.busline.simulation.Schedule.MICROS;

import java.util.function.Consumer;

/** Where dead letters are kept, unless something goes wrong on the way there or back. */
final class LetterBox {
  private final World world;

  LetterBox(World world) {
    this.world = world;
  }

  /** Stores a letter, and says whether it is surely stored, or nothing. */
  void store(Fate fate, boolean reachable, Consumer<Boolean> answer) {
    boolean silent = world.strikes(world.scenario.rates().silences());
    boolean fails = silent || !reachable || world.strikes(world.scenario.rates().badLetters());
    boolean stored = !fails || (reachable && world.chance.of(0.5));
    world.schedule.in(
        world.chance.around(200 * MICROS),
        () -> {
          fate.letterStored |= stored;
          fate.letters += fails ? 0 : 1;
          if (silent) {
            world.sights.add(Sight.DEAD_LETTER_UNANSWERED);
          } else {
            world.schedule.in(world.chance.around(200 * MICROS), () -> answer.accept(!fails));
          }
        });
  }
}
