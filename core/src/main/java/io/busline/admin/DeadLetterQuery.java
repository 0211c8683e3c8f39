package io.busline.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant. Begins with {@linkplain #all() all} of them; each part that is set
 * restricts them further. Immutable.
 *
 * <pre>{@code
 * DeadLetterQuery.ofGroup("billing").withReason(Reason.UNDECODABLE).withSince(yesterday)
 * }</pre>
 */
public final class DeadLetterQuery {
  private static final DeadLetterQuery ALL =
      new DeadLetterQuery(new Parts(null, null, null, null, null, null, null));

  private final Parts parts;

  /** A part that is null does not restrict. */
  private record Parts(
      @Nullable String group,
      @Nullable String topic,
      @Nullable String type,
      @Nullable String key,
      DeadLetter.@Nullable Reason reason,
      @Nullable Instant since,
      @Nullable String id) {}

  private DeadLetterQuery(Parts parts) {
    this.parts = parts;
  }

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
    return ALL.withGroup(group);
  }

  /**
   * One letter.
   *
   * @param id the letter's id
   * @return the query
   */
  public static DeadLetterQuery ofId(String id) {
    return ALL.withId(id);
  }

  /**
   * Restricts the query.
   *
   * @param group letters of this group; null for any
   * @return the restricted query
   */
  public DeadLetterQuery withGroup(@Nullable String group) {
    return new DeadLetterQuery(
        new Parts(group, parts.topic, parts.type, parts.key, parts.reason, parts.since, parts.id));
  }

  /**
   * Restricts the query.
   *
   * @param topic letters read from this topic; null for any
   * @return the restricted query
   */
  public DeadLetterQuery withTopic(@Nullable String topic) {
    return new DeadLetterQuery(
        new Parts(parts.group, topic, parts.type, parts.key, parts.reason, parts.since, parts.id));
  }

  /**
   * Restricts the query.
   *
   * @param type letters of this event type; null for any
   * @return the restricted query
   */
  public DeadLetterQuery withType(@Nullable String type) {
    return new DeadLetterQuery(
        new Parts(parts.group, parts.topic, type, parts.key, parts.reason, parts.since, parts.id));
  }

  /**
   * Restricts the query.
   *
   * @param key letters whose event has this key; null for any
   * @return the restricted query
   */
  public DeadLetterQuery withKey(@Nullable String key) {
    return new DeadLetterQuery(
        new Parts(parts.group, parts.topic, parts.type, key, parts.reason, parts.since, parts.id));
  }

  /**
   * Restricts the query.
   *
   * @param reason letters given up for this reason; null for any
   * @return the restricted query
   */
  public DeadLetterQuery withReason(DeadLetter.@Nullable Reason reason) {
    return new DeadLetterQuery(
        new Parts(parts.group, parts.topic, parts.type, parts.key, reason, parts.since, parts.id));
  }

  /**
   * Restricts the query.
   *
   * @param since letters given up at or after this time; null for any
   * @return the restricted query
   */
  public DeadLetterQuery withSince(@Nullable Instant since) {
    return new DeadLetterQuery(
        new Parts(parts.group, parts.topic, parts.type, parts.key, parts.reason, since, parts.id));
  }

  /**
   * Restricts the query.
   *
   * @param id the one letter with this id; null for any
   * @return the restricted query
   */
  public DeadLetterQuery withId(@Nullable String id) {
    return new DeadLetterQuery(
        new Parts(parts.group, parts.topic, parts.type, parts.key, parts.reason, parts.since, id));
  }

  /**
   * A part of the query.
   *
   * @return the group, or null for any
   */
  public @Nullable String group() {
    return parts.group;
  }

  /**
   * A part of the query.
   *
   * @return the topic, or null for any
   */
  public @Nullable String topic() {
    return parts.topic;
  }

  /**
   * A part of the query.
   *
   * @return the event type, or null for any
   */
  public @Nullable String type() {
    return parts.type;
  }

  /**
   * A part of the query.
   *
   * @return the key, or null for any
   */
  public @Nullable String key() {
    return parts.key;
  }

  /**
   * A part of the query.
   *
   * @return the reason, or null for any
   */
  public DeadLetter.@Nullable Reason reason() {
    return parts.reason;
  }

  /**
   * A part of the query.
   *
   * @return the earliest time, or null for any
   */
  public @Nullable Instant since() {
    return parts.since;
  }

  /**
   * A part of the query.
   *
   * @return the id of a letter, or null for any
   */
  public @Nullable String id() {
    return parts.id;
  }

  /**
   * Whether a letter is meant.
   *
   * @param letter a letter
   * @return true if every part that is set fits
   */
  public boolean matches(DeadLetter letter) {
    return (parts.id == null || parts.id.equals(letter.id()))
        && (parts.group == null || parts.group.equals(letter.group()))
        && (parts.topic == null || parts.topic.equals(letter.topic()))
        && (parts.type == null || parts.type.equals(letter.event().type()))
        && (parts.key == null || parts.key.equals(letter.event().keyOrNull()))
        && (parts.reason == null || parts.reason == letter.reason())
        && (parts.since == null || !letter.deadAt().isBefore(parts.since));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DeadLetterQuery query && parts.equals(query.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return "DeadLetterQuery" + parts.toString().substring("Parts".length());
  }
}
