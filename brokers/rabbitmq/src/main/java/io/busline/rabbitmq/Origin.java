package io.busline.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The queues that a consumer reads: those of a group, which stay, or one of a broadcast, which ends
 * with its connection. Used by the consumer's owner.
 */
final class Origin implements AutoCloseable {

  /**
   * How many messages a group's queue gives before they are acknowledged. Much less, and the queue
   * waits for acknowledgements; more, and more goes back when an instance leaves.
   */
  private static final int PREFETCH = 500;

  /**
   * A broadcast has one queue, and its handlers may hold so much unless they are told otherwise.
   */
  private static final int BROADCAST_PREFETCH = 1_000;

  private final @Nullable String group;
  private final Selection selection;
  private final Resources resources;
  private final Prefetch prefetch;
  private @Nullable Channel control;
  private volatile boolean required;
  private volatile boolean joined;
  private volatile @Nullable String queue;

  /**
   * What a broker lends.
   *
   * @param link the connection
   * @param layout the names
   * @param topology makes exchanges and queues
   * @param known the groups and broadcasts that have to be bound
   * @param messages reads messages
   * @param unlimited whether a queue must be told not to limit deliveries
   */
  record Resources(
      Link link,
      Layout layout,
      Topology topology,
      KnownGroups known,
      Messages messages,
      boolean unlimited) {}

  Origin(@Nullable String group, Selection selection, Resources resources) {
    this.group = group;
    this.selection = selection;
    this.resources = resources;
    this.prefetch = new Prefetch(group == null ? BROADCAST_PREFETCH : PREFETCH, resources.link());
  }

  /** How many messages its queues give at a time. */
  Prefetch prefetch() {
    return prefetch;
  }

  /** How many queues there are. */
  int queues() {
    return group == null ? 1 : resources.layout().partitions();
  }

  boolean isShared() {
    return group != null && queues() > 1;
  }

  /** Whether it is time to see that the queues are there. */
  boolean isDoubtful() {
    return !required;
  }

  /** Sees to it that the queues are there, and that this instance is counted; blocks. */
  void require() {
    if (group != null) {
      String owner = group;
      withControl(
          channel -> {
            resources.topology().group(channel, owner, selection, resources.unlimited());
            if (!joined) {
              join(channel, resources.layout().members(owner));
              joined = true;
            }
            return owner;
          });
    }
    required = true;
  }

  /** Sees that events still find their way to the queues; blocks. Any thread. */
  void look() {
    Channel channel = resources.link().channel("opening a channel");
    try {
      String broadcast = queue;
      if (group != null) {
        resources.topology().group(channel, group, selection, resources.unlimited());
      } else if (broadcast != null) {
        resources.topology().again(channel, broadcast, selection);
      }
    } finally {
      resources.link().discard(channel);
    }
  }

  private void join(Channel channel, String members) {
    Failures.explained(
        "joining " + this,
        () ->
            channel.basicConsume(
                members,
                true,
                new DefaultConsumer(channel) {
                  @Override
                  public void handleCancel(String consumer) {
                    joined = false;
                    distrust();
                  }

                  @Override
                  public void handleShutdownSignal(
                      String consumer, ShutdownSignalException signal) {
                    distrust();
                  }
                }));
  }

  /** Something was lost, so the queues may be, too. Any thread. */
  void distrust() {
    required = false;
  }

  /** Begins to consume a queue; blocks. If that fails, the queue may not be there any more. */
  Session begin(int number, Runnable news) {
    Channel channel = resources.link().channel("opening a channel");
    try {
      String from = group == null ? broadcast(channel) : resources.layout().queue(group, number);
      return Session.begin(channel, from, prefetch.most(), resources.messages(), news);
    } catch (RuntimeException e) {
      distrust();
      resources.link().discard(channel);
      throw e;
    }
  }

  private String broadcast(Channel channel) {
    forgetQueue();
    String made = resources.layout().broadcast(UUID.randomUUID().toString());
    resources.topology().broadcast(channel, made, selection);
    resources.known().add(made, selection);
    queue = made;
    return made;
  }

  private void forgetQueue() {
    String before = queue;
    if (before != null) {
      resources.known().remove(before);
      queue = null;
    }
  }

  /** How many instances there are; blocks. */
  int instances() {
    String members = group == null ? "" : resources.layout().members(group);
    return withControl(
        channel ->
            Failures.explained(
                "looking at queue " + members,
                () -> channel.queueDeclarePassive(members).getConsumerCount()));
  }

  /** What is done on a channel. */
  @FunctionalInterface
  private interface Use<T> {
    T on(Channel channel);
  }

  /** A channel on which something has failed is not used again. */
  private <T> T withControl(Use<T> use) {
    Channel channel = control;
    if (channel == null || !channel.isOpen()) {
      required = false;
      joined = false;
      channel = resources.link().channel("opening a channel");
      control = channel;
    }
    try {
      return use.on(channel);
    } catch (RuntimeException e) {
      control = null;
      resources.link().discard(channel);
      throw e;
    }
  }

  /** Is not counted any more. */
  @Override
  public void close() {
    forgetQueue();
    Channel channel = control;
    control = null;
    if (channel != null) {
      resources.link().discard(channel);
    }
  }

  @Override
  public String toString() {
    return group == null ? "a broadcast" : "group " + group;
  }
}
