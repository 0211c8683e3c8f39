package io.busline.spi.log;

import io.busline.spi.Output;
import io.busline.spi.TimeSource.Registration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Small values under names, which all instances of all groups see, and which are replaced one by
 * one, each as a whole and atomically. Safe for use by several threads. What blocks throws {@link
 * io.busline.error.BrokerException} if there is no answer.
 *
 * <p>Keys are {@code group.G}, {@code slots.G.LOG} and {@code member.G.ID}, where an equals sign
 * stands for each dot in a group's or a log's name.
 */
public interface Registry {

  /** A value. */
  final class Value {
    private final byte[] bytes;
    private final Instant writtenAt;

    /**
     * A value that was read or written.
     *
     * @param bytes the bytes, which nobody changes; they are not copied
     * @param writtenAt when it was written, by the store's clock
     */
    public Value(byte[] bytes, Instant writtenAt) {
      this.bytes = bytes;
      this.writtenAt = writtenAt;
    }

    /**
     * The bytes, which nobody may change.
     *
     * @return the bytes, not a copy
     */
    public byte[] bytes() {
      return bytes;
    }

    /**
     * When it was written.
     *
     * @return the time by the store's clock
     */
    public Instant writtenAt() {
      return writtenAt;
    }
  }

  /**
   * How a value is replaced: a pure function, which may be applied several times, on any thread,
   * until its result is stored.
   */
  @FunctionalInterface
  interface Change extends UnaryOperator<byte @Nullable []> {
    /**
     * Gives the next value.
     *
     * @param present the value that is there, or null if there is none
     * @return the value to store, or null to leave everything as it is
     */
    @Override
    byte @Nullable [] apply(byte @Nullable [] present);
  }

  /** Whether somebody waits for a change, and whether it concerns others. */
  enum Urgency {
    /** It may wait a moment to share a write with others. */
    RELAXED,
    /** Somebody waits for it. */
    PROMPT,
    /** Somebody waits for it, and the other instances should look: see {@link #watch}. */
    TELLING
  }

  /**
   * Reads a value. Blocks.
   *
   * @param key its key
   * @return the value, or empty if there is none
   */
  Optional<Value> get(String key);

  /**
   * The keys that begin with a text. Blocks.
   *
   * @param prefix the text, which ends with a dot
   * @return the keys, in alphabetical order
   */
  List<String> keys(String prefix);

  /**
   * Replaces a value, atomically: the result of the change is stored only if the value that was
   * given to it is still there. Does not block.
   *
   * @param key its key
   * @param change gives the next value
   * @param urgency how soon
   * @return ends, on any thread, with the value that is there afterwards, or with null if the
   *     change left nothing there; fails with a {@code BrokerException} if it is not stored, or if
   *     nobody can tell, within some seconds
   */
  CompletableFuture<@Nullable Value> update(String key, Change change, Urgency urgency);

  /**
   * Replaces a value and appends events to logs, atomically: both or neither. Does not block. Only
   * where values and logs are in one store that has transactions; the others have no consumers that
   * ask for it.
   *
   * @param key its key
   * @param change gives the next value; if it leaves everything as it is, nothing is appended
   * @param outputs the events, in order
   * @return ends as with the other method, and fails with {@link
   *     io.busline.error.InvalidEventException} if the store takes one of the events never
   * @throws UnsupportedOperationException if it has no such transactions, as by default
   */
  default CompletableFuture<@Nullable Value> update(
      String key, Change change, List<Output> outputs) {
    throw new UnsupportedOperationException("no registry of this kind takes events");
  }

  /**
   * Removes a value, if it is there. Blocks.
   *
   * @param key its key
   */
  void remove(String key);

  /**
   * Tells the other instances of a group to look, as far as that is possible. Does not block and
   * does not throw.
   *
   * @param group the group's name
   */
  void tell(String group);

  /**
   * Asks to be told when another instance of a group has joined, or has told that something
   * changed. Best effort: nobody may depend on it.
   *
   * @param group the group's name
   * @param changed called on any thread; must return at once
   * @return closing it ends the interest
   */
  Registration watch(String group, Runnable changed);

  /**
   * What was read of a value last, if it is sure to be hardly older than a question would take; an
   * ordinary question otherwise. Blocks.
   *
   * @param key its key
   * @return the value, or empty if there is none
   */
  default Optional<Value> glance(String key) {
    return get(key);
  }

  /** Makes what the values are kept in, if it is missing. Blocks. */
  default void prepare() {}
}
