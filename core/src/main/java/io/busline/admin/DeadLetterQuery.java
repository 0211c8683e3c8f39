package io.busline.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant. A part that is null does not restrict.
 *
 * @param group letters of this group
 * @param topic letters read from this topic
 * @param type letters of this event type
 * @param key letters whose event has this key
 * @param reason letters given up for this reason
 * @param since letters given up at or after this time
 * @param id the one letter with this id
 */
public record DeadLetterQuery(
    @Nullable String group,
    @Nullable String topic,
    @Nullable String type,
    @Nullable String key,
    DeadLetter.@Nullable Reason reason,
    @Nullable Instant since,
    @Nullable String id) {

  private static final DeadLetterQuery ALL =
      new DeadLetterQuery(null, null, null, null, null, null, null);

  /**
   * Every letter.
   *
   * @return the query
   */
  public static DeadLetterQuery all() {
    return ALL;
  }

  /**
   * The letters of one group.
   *
   * @param group the group
   * @return the query
   */
  public static DeadLetterQuery ofGroup(String group) {
    return new DeadLetterQuery(group, null, null, null, null, null, null);
  }

  /**
   * One letter.
   *
   * @param id the letter's id
   * @return the query
   */
  public static DeadLetterQuery withId(String id) {
    return new DeadLetterQuery(null, null, null, null, null, null, id);
  }

  /**
   * Whether a letter is meant.
   *
   * @param letter a letter
   * @return true if every part that is not null fits
   */
  public boolean matches(DeadLetter letter) {
    return (id == null || id.equals(letter.id()))
        && (group == null || group.equals(letter.group()))
        && (topic == null || topic.equals(letter.topic()))
        && (type == null || type.equals(letter.event().type()))
        && (key == null || key.equals(letter.event().keyOrNull()))
        && (reason == null || reason == letter.reason())
        && (since == null || !letter.deadAt().isBefore(since));
  }
}
