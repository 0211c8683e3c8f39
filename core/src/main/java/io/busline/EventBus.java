package io.busline;

import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.event.EventDefinition;
import io.busline.event.StartPosition;
import io.busline.spi.Broker;
import io.busline.spi.Capability;
import io.busline.spi.TransactionLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Publishes events and subscribes to them; which broker carries them is a URL. Safe for use by any
 * number of threads. Close it when the service ends: that finishes what is being handled and
 * published.
 *
 * <p>There are deliberately no transactions over several publishes and no replies: what is
 * published is a fact, and whoever cares subscribes.
 */
public interface EventBus extends EventPublisher, AutoCloseable {

  /**
   * Connects to publish and to broadcast; a durable subscription needs the name of a service.
   *
   * @param url where, such as {@code memory:}, {@code sqlite:orders.db} or {@code
   *     jetstream://localhost:4222}
   * @return the bus, ready
   * @throws io.busline.error.ConfigurationException if the URL is wrong or no module on the class
   *     path knows its scheme
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  static EventBus connect(String url) {
    return builder(url).connect();
  }

  /**
   * Connects as a service. Its name is the source of what it publishes and names its groups.
   *
   * @param url where
   * @param service the service's name, as {@link io.busline.event.Names} has it
   * @return the bus, ready
   * @throws io.busline.error.ConfigurationException if the URL is wrong or no module on the class
   *     path knows its scheme
   * @throws io.busline.error.InvalidEventException if the name is outside the grammar
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  static EventBus connect(String url, String service) {
    return builder(url).service(service).connect();
  }

  /**
   * Begins a bus with options.
   *
   * @param url where
   * @return the builder
   */
  static EventBusBuilder builder(String url) {
    return new EventBusBuilder(new BrokerSource.OfUrl(url));
  }

  /**
   * Begins a bus on a broker that exists and may be shared; closing the bus leaves it open.
   *
   * @param broker the broker
   * @return the builder
   */
  static EventBusBuilder builder(Broker broker) {
    return new EventBusBuilder(new BrokerSource.Existing(broker));
  }

  /**
   * Subscribes to the type of an annotated class, in the group {@code service.type}. A sealed class
   * that stands for several types needs {@link #subscription}, since nothing names its group.
   *
   * @param type the annotated class
   * @param handler called for each event; see {@link EventHandler}
   * @param <T> the type of the data
   * @return the live subscription: an event published from now on will reach it
   * @throws io.busline.error.ConfigurationException if the bus has no service's name, or the group
   *     is subscribed on this bus already
   * @throws io.busline.error.UnsupportedException if the broker cannot give what is asked for
   * @throws io.busline.error.BrokerException if the broker cannot be reached
   */
  <T> Subscription subscribe(Class<T> type, EventHandler<T> handler);

  /**
   * Subscribes to a named type, in the group {@code service.type}.
   *
   * @param type the type's dotted name
   * @param dataClass the class of the data; {@code byte[].class} for the bytes as they travelled
   * @param handler called for each event
   * @param <T> the type of the data
   * @return the live subscription
   * @see #subscribe(Class, EventHandler)
   */
  <T> Subscription subscribe(String type, Class<T> dataClass, EventHandler<T> handler);

  /**
   * Subscribes to a type, under each of its names, in the group {@code service.type}: one with a
   * generic type of data, a topic of choice, or a version.
   *
   * @param type the type
   * @param handler called for each event
   * @param <T> the type of the data
   * @return the live subscription
   * @see #subscribe(Class, EventHandler)
   */
  <T> Subscription subscribe(EventDefinition<T> type, EventHandler<T> handler);

  /**
   * Begins a durable subscription with options.
   *
   * @param group each group sees each event; its instances share them
   * @return the builder
   * @throws io.busline.error.InvalidEventException if the name is outside the grammar
   */
  SubscriptionBuilder subscription(String group);

  /**
   * Begins a subscription that ends with this process: every instance sees every event.
   *
   * @return the builder
   */
  SubscriptionBuilder broadcast();

  /**
   * The subscriptions that are live, for gauges and tools. Does not block.
   *
   * @return a copy of the list, in the order in which they began
   */
  List<Subscription> subscriptions();

  /**
   * How much is published and not yet confirmed. Does not block.
   *
   * @return the number of events and their bytes
   */
  Unconfirmed unconfirmed();

  /**
   * The events that were given up.
   *
   * @return the dead letters of all groups
   * @throws io.busline.error.UnsupportedException if the broker keeps none
   */
  DeadLetters deadLetters();

  /**
   * How to publish in transactions of the database that this bus is kept in, for outboxes. Does not
   * block.
   *
   * @param connection what such transactions belong to, such as {@code java.sql.Connection}
   * @param <C> its type
   * @return the way; empty if the bus is kept in no such database, as by default
   */
  default <C> Optional<TransactionLog<C>> transactionLog(Class<C> connection) {
    return Optional.empty();
  }

  /**
   * Whether the broker was found to be able to do something. What it cannot is refused when it is
   * asked for.
   *
   * @param capability what
   * @return true if so
   */
  boolean can(Capability capability);

  /**
   * The topics on the broker. Blocks.
   *
   * @return the topics in alphabetical order
   * @throws io.busline.error.UnsupportedException if the broker cannot list them
   */
  List<TopicInfo> topics();

  /**
   * The durable groups on the broker. Blocks.
   *
   * @return the groups in alphabetical order
   * @throws io.busline.error.UnsupportedException if the broker cannot list them
   */
  List<GroupInfo> groups();

  /**
   * Removes a durable group that nobody needs any more, with its progress. Its dead letters stay. A
   * subscription with its name founds it anew. Blocks.
   *
   * @param group the group
   * @throws io.busline.error.BrokerException if there is no such group, if instances of it are
   *     connected, or if the broker cannot be reached
   * @throws io.busline.error.UnsupportedException if the broker cannot do it
   */
  void deleteGroup(String group);

  /**
   * Has a durable group begin elsewhere, while none of its instances is connected. What comes after
   * that position is handled, again if it was handled before. Blocks.
   *
   * @param group the group
   * @param start where it begins, among what the broker keeps
   * @throws io.busline.error.BrokerException if there is no such group, if instances of it are
   *     connected, or if the broker cannot be reached
   * @throws io.busline.error.UnsupportedException if the broker cannot do it
   */
  void resetGroup(String group, StartPosition start);

  /**
   * Has all instances of a durable group rest until {@link #resumeGroup}, those that come later
   * too: they take no more events, and finish what their handlers have begun. The broker remembers
   * it, so it survives restarts. Instances notice it at once where they can be told, and within
   * half a lease otherwise. Their subscriptions are {@link Subscription.State#PAUSED}, and {@link
   * #health} has a note. A group that is paused already stays so. Blocks.
   *
   * <p>{@link Subscription#pause} is for one instance, and is not remembered.
   *
   * @param group the group
   * @throws io.busline.error.BrokerException if there is no such group, or if the broker cannot be
   *     reached
   * @throws io.busline.error.UnsupportedException if the broker cannot do it
   */
  void pauseGroup(String group);

  /**
   * Ends the pause of a durable group. One that is not paused goes on as it is. Blocks.
   *
   * @param group the group
   * @throws io.busline.error.BrokerException if there is no such group, or if the broker cannot be
   *     reached
   * @throws io.busline.error.UnsupportedException if the broker cannot do it
   */
  void resumeGroup(String group);

  /**
   * Removes a topic with all its events, handled or not, while no instance of a durable group reads
   * it. Its dead letters stay. The next publish, or a subscription that names it, makes it anew.
   * Blocks.
   *
   * @param topic the topic
   * @throws io.busline.error.BrokerException if there is no such topic, if instances of a group
   *     that reads it are connected, or if the broker refuses or cannot be reached
   * @throws io.busline.error.UnsupportedException if the broker cannot do it
   */
  void deleteTopic(String topic);

  /**
   * Looks for what is broken or unsafe in this bus and its broker. Blocks.
   *
   * @return the findings, the good ones too
   */
  List<Finding> diagnose();

  /**
   * Whether everything works, and events move: a publish that has waited for its confirmation for
   * some seconds shows here, and so does a subscription of which nothing moves for longer than its
   * handlers and retries explain. Asks nobody, so it is as quick as it may be asked often.
   *
   * @return the state of the broker, of publishing and of every subscription
   */
  Health health();

  /**
   * The source of the events that this bus publishes: the service's name, if it was given one.
   *
   * @return the source, as it stands in each event
   */
  String source();

  /**
   * What holds on this bus: the broker, its guarantees, bounds, subscriptions.
   *
   * @return some lines of text for people
   */
  String explain();

  /**
   * Stops: no new events are taken, handlers finish, what is in flight is confirmed. Blocks, and
   * past the deadline a second or two more at most: what still blocks then, be it the broker or
   * another thread that is about to subscribe, is left behind. Afterwards the bus is closed.
   *
   * <p>Within a handler or an interceptor of one of its subscriptions it begins all that and
   * returns at once, since the handler would wait for itself. The event counts as handled if the
   * handler returns by the deadline, and comes again otherwise; what was left unfinished is logged.
   *
   * @param deadline how long at most
   * @return what was left unfinished; nothing if another call drains already, or within a handler
   */
  DrainReport drain(Duration deadline);

  /**
   * Drains within the close timeout as {@link #drain} does, logs what was left unfinished, and
   * disconnects. Idempotent; never throws. May be called anywhere, in handlers and listeners too.
   */
  @Override
  void close();
}
