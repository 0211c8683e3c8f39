package io.busline.spi;

import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.UnsupportedException;
import io.busline.event.StartPosition;
import java.util.List;
import java.util.Optional;

/**
 * One connection to one messaging technology. Safe for use by several threads. A broker heals
 * itself: after a lost connection the same object goes on when the connection is back.
 */
public interface Broker extends AutoCloseable {

  /**
   * What this broker is and can do, as found on the server, not as assumed.
   *
   * @return the description; it does not change while the broker is open
   */
  BrokerDescription description();

  /**
   * Hands events to the broker, in order. Returns as soon as they are accepted for sending; each
   * message is settled later, on any thread, by exactly one call of {@code stored}, {@code failed}
   * or {@code unknown}. The caller bounds how much is in flight and watches the deadline.
   *
   * @param messages the messages; the list is not kept
   */
  void send(List<? extends OutboundMessage> messages);

  /**
   * Begins to consume. Returns when the consumer is live: an event published after that is seen.
   *
   * @param spec what to consume, and as whom
   * @return the consumer
   * @throws io.busline.error.BrokerException if the broker cannot be reached or refuses
   * @throws UnsupportedException if the spec needs a capability it does not have
   */
  BrokerConsumer open(ConsumerSpec spec);

  /**
   * Where this broker keeps dead letters.
   *
   * @return the store, or empty without {@link Capability#DEAD_LETTERS}
   */
  Optional<DeadLetterStore> deadLetters();

  /**
   * The topics that exist. Blocks.
   *
   * @return the topics in alphabetical order; none without {@link Capability#LISTING}
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  List<TopicInfo> topics();

  /**
   * The durable groups that exist. Blocks.
   *
   * @return the groups in alphabetical order; none without {@link Capability#LISTING}
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  List<GroupInfo> groups();

  /**
   * Removes a durable group that has no instance: its progress, and with it what is kept for it
   * alone. Its dead letters stay. A subscription with its name founds it anew. Blocks.
   *
   * @param group the group, which exists
   * @throws UnsupportedException if this broker cannot do it, as by default
   * @throws io.busline.error.BrokerException if instances are connected, or if the broker cannot be
   *     reached
   */
  default void deleteGroup(String group) {
    throw new UnsupportedException(
        "%s cannot delete the group %s through Busline. Use its own tools"
            .formatted(description().name(), group));
  }

  /**
   * Has a durable group that has no instance begin elsewhere: what comes after that position is
   * handled, again if it was handled before. Blocks.
   *
   * @param group the group, which exists
   * @param start where it begins, among what is kept
   * @throws UnsupportedException if this broker cannot do it, as by default
   * @throws io.busline.error.BrokerException if instances are connected, or if the broker cannot be
   *     reached
   */
  default void resetGroup(String group, StartPosition start) {
    throw new UnsupportedException(
        "%s cannot reset the group %s through Busline. Use its own tools"
            .formatted(description().name(), group));
  }

  /**
   * Has a durable group rest until {@link #resumeGroup}: its instances, those that come later too,
   * take no more events, and finish what their handlers have begun. The broker remembers it. Each
   * instance says so with {@link BrokerConsumer#isPaused}. A group that is paused already stays so.
   * Blocks.
   *
   * @param group the group, which exists
   * @throws UnsupportedException if this broker cannot do it, as by default
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  default void pauseGroup(String group) {
    throw new UnsupportedException(
        "%s cannot pause the group %s, for it keeps nothing that would tell all instances. Stop the instances, or have each of them call Subscription.pause()"
            .formatted(description().name(), group));
  }

  /**
   * Ends the pause of a durable group. One that is not paused goes on as it is. Blocks.
   *
   * @param group the group, which exists
   * @throws UnsupportedException if this broker cannot pause groups, as by default
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  default void resumeGroup(String group) {
    throw new UnsupportedException(
        "%s cannot resume the group %s, for it pauses none. If its instances rest, have each of them call Subscription.resume()"
            .formatted(description().name(), group));
  }

  /**
   * Removes a topic with all its events. Dead letters of it stay. Blocks.
   *
   * @param topic the topic, which exists and is read by no instance of a durable group
   * @throws UnsupportedException if this broker cannot do it, as by default
   * @throws io.busline.error.BrokerException if the broker refuses or cannot be reached
   */
  default void deleteTopic(String topic) {
    throw new UnsupportedException(
        "%s cannot delete the topic %s through Busline. Use its own tools"
            .formatted(description().name(), topic));
  }

  /**
   * Looks for what is broken or unsafe. Blocks; never throws for what it finds.
   *
   * @return the findings, the good ones too
   */
  List<Finding> diagnose();

  /**
   * Why publishing does not work at the moment.
   *
   * @return the problem in one sentence, or empty while all is well
   */
  Optional<String> problem();

  /**
   * Why the broker is slower than it could be, though it works: a quota, for instance. Does not
   * block.
   *
   * @return the reason in one sentence, or empty if nothing is known to slow it down
   */
  default Optional<String> hindrance() {
    return Optional.empty();
  }

  /**
   * How to append events in transactions of others. Does not block.
   *
   * @param connection what such transactions belong to, such as {@code java.sql.Connection}
   * @param <C> its type
   * @return the way; empty by default, for a broker whose events are in no such store
   */
  default <C> Optional<TransactionLog<C>> transactionLog(Class<C> connection) {
    return Optional.empty();
  }

  /**
   * Closes the connection. Messages not settled yet become unknown. Idempotent.
   *
   * @throws io.busline.error.BrokerException if closing failed; the resources are released anyway
   */
  @Override
  void close();
}
