package io.busline.memory;

import io.busline.admin.Finding;
import io.busline.admin.GroupInfo;
import io.busline.admin.TopicInfo;
import io.busline.error.BrokerException;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.spi.Broker;
import io.busline.spi.BrokerConsumer;
import io.busline.spi.BrokerDescription;
import io.busline.spi.Capability;
import io.busline.spi.ConsumerSpec;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.OutboundMessage;
import io.busline.spi.Output;
import io.busline.spi.TimeSource;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * A broker in this process. See the package's description for what it promises. Safe for use by
 * several threads; {@link io.busline.EventBus#builder(Broker)} puts any number of buses on one.
 */
public final class MemoryBroker implements Broker {
  private static final int MAX_DATA = 1024 * 1024;
  private static final int MAX_ENVELOPE = 64 * 1024;

  /** How many events come between two attempts to forget old ones. */
  private static final int TRIM_EVERY = 4096;

  private final TimeSource time;
  private final int retained;
  private final int capacity;
  private final BriefLock lock = new BriefLock();
  private final MemoryFaults faults = new MemoryFaults();
  private final MemoryDeadLetters deadLetters = new MemoryDeadLetters(faults);
  private final MemoryLog log = new MemoryLog(RecentIds.WINDOW);
  private final RecentIds recentIds = new RecentIds(log);
  private final StoredTypes types = new StoredTypes();
  private final Audience audience = new Audience();
  private final MemoryGroups groups;
  private final MemoryAnswers answers;
  private final BrokerDescription description;
  private boolean closed;

  MemoryBroker(TimeSource time, int retained, int capacity) {
    this.time = time;
    this.retained = retained;
    this.capacity = capacity;
    this.answers = new MemoryAnswers(faults, capacity);
    this.groups = new MemoryGroups(audience, log, time, faults);
    Set<Capability> capabilities = EnumSet.allOf(Capability.class);
    capabilities.removeAll(EnumSet.of(Capability.DURABLE, Capability.DURABLE_RETRY));
    this.description =
        new BrokerDescription(
            "memory broker",
            capabilities,
            MAX_DATA,
            MAX_ENVELOPE,
            List.of("Everything is gone when the process ends. Use sqlite:PATH to keep it."));
  }

  /**
   * Creates an empty broker on the machine's clock.
   *
   * @return the broker
   */
  public static MemoryBroker create() {
    return create(TimeSource.system());
  }

  /**
   * Creates an empty broker.
   *
   * @param time its clock, which its buses should share; {@link VirtualTime} to move it by hand
   * @return the broker
   */
  public static MemoryBroker create(TimeSource time) {
    return new MemoryBroker(
        time, MemoryBrokerProvider.DEFAULT_RETAINED, MemoryBrokerProvider.DEFAULT_CAPACITY);
  }

  /**
   * Whether a bus of this JVM is open on {@code memory:NAME}, for tests that must leave none.
   *
   * @param name the name in the URL
   * @return true if one is
   */
  public static boolean isOpen(String name) {
    return MemoryBrokerProvider.isOpen(name);
  }

  /**
   * The ways in which it can be told to misbehave.
   *
   * @return the faults, all off
   */
  public MemoryFaults faults() {
    return faults;
  }

  TimeSource time() {
    return time;
  }

  @Override
  public BrokerDescription description() {
    return description;
  }

  @Override
  public void send(List<? extends OutboundMessage> messages) {
    long[] outcomes = new long[messages.size()];
    List<MemoryConsumer> waiting;
    lock.lock();
    try {
      for (int i = 0; i < outcomes.length; i++) {
        outcomes[i] = store(messages.get(i));
      }
      waiting = audience.takeCalled();
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < outcomes.length; i++) {
      answers.give(messages.get(i), outcomes[i]);
    }
    waiting.forEach(MemoryConsumer::wakeup);
  }

  /** The position of a stored message, the complement of that of an earlier one, or a refusal. */
  private long store(OutboundMessage message) {
    long refusal = refusal(1);
    if (refusal != MemoryAnswers.NO_REFUSAL) {
      return refusal;
    }
    long position = log.end();
    long earlier = message.isFresh() ? -1 : recentIds.find(message.event());
    if (earlier >= 0) {
      return ~earlier;
    }
    append(message.topic(), message.event(), message.isFresh());
    return position;
  }

  /** Why so many events cannot be stored. */
  private long refusal(int events) {
    if (faults.failsPublish()) {
      return MemoryAnswers.FAULT;
    }
    if (closed) {
      return MemoryAnswers.CLOSED;
    }
    boolean fits = log.end() + events - log.start() <= capacity;
    return fits || trim(events) ? MemoryAnswers.NO_REFUSAL : MemoryAnswers.FULL;
  }

  /** Stores events and has another acknowledged; throws if neither. */
  void complete(List<Output> outputs, BooleanSupplier acknowledge) {
    lock.holding(() -> completed(outputs, acknowledge)).forEach(MemoryConsumer::wakeup);
  }

  private List<MemoryConsumer> completed(List<Output> outputs, BooleanSupplier acknowledge) {
    answers.require(refusal(outputs.size()));
    if (!acknowledge.getAsBoolean()) {
      throw new BrokerException("another instance has the event by now");
    }
    for (Output output : outputs) {
      if (recentIds.find(output.event()) < 0) {
        append(output.topic(), output.event(), false);
      }
    }
    return audience.takeCalled();
  }

  private void append(String topic, Event<byte[]> event, boolean fresh) {
    long position = log.end();
    StoredType type = types.of(event.type(), topic);
    Instant now = fresh ? event.time().orElseGet(time::now) : time.now();
    type.newestMillis = now.toEpochMilli();
    log.append(new StoredEvent(position, type, event, type.newestMillis));
    if (position % TRIM_EVERY == 0 && position - log.start() > retained) {
      trim(0);
    }
    audience.appended(type);
  }

  /** Forgets what every group has handled, but for the last ones; true if so many fit then. */
  private boolean trim(int events) {
    long below = Math.min(log.end() - retained, audience.settledBelow());
    log.forget(below);
    return log.end() + events - log.start() <= capacity;
  }

  @Override
  public BrokerConsumer open(ConsumerSpec spec) {
    return lock.holding(() -> opened(spec));
  }

  private BrokerConsumer opened(ConsumerSpec spec) {
    if (closed) {
      throw new BrokerException("the memory broker is closed; open a new one");
    }
    MemoryGroup group = groups.of(spec);
    MemoryConsumer consumer = new MemoryConsumer(this, group);
    group.join(consumer, spec);
    audience.changed();
    return consumer;
  }

  void waiting(MemoryConsumer consumer, MemoryGroup group) {
    lock.holding(() -> group.waiting.add(consumer));
  }

  void notWaiting(MemoryConsumer consumer, MemoryGroup group) {
    lock.holding(() -> group.waiting.remove(consumer));
  }

  void closed(MemoryConsumer consumer, MemoryGroup group) {
    group.leave(consumer);
    lock.holding(() -> groups.left(group));
  }

  @Override
  public Optional<DeadLetterStore> deadLetters() {
    return Optional.of(deadLetters);
  }

  @Override
  public List<TopicInfo> topics() {
    return lock.holding(() -> types.topics(log.countByTopic()));
  }

  @Override
  public List<GroupInfo> groups() {
    return lock.holding(() -> groups.infos(deadLetters::count));
  }

  @Override
  public void deleteGroup(String name) {
    lock.holding(() -> groups.delete(name));
  }

  @Override
  public void resetGroup(String name, StartPosition start) {
    lock.holding(() -> groups.restart(name, start));
  }

  @Override
  public void pauseGroup(String name) {
    lock.holding(() -> groups.pause(name, time.now()));
  }

  @Override
  public void resumeGroup(String name) {
    lock.holding(() -> groups.pause(name, null));
  }

  @Override
  public void deleteTopic(String topic) {
    lock.holding(
        () -> {
          types.delete(topic);
          audience.forgetDeleted();
        });
  }

  @Override
  public List<Finding> diagnose() {
    return List.of(
        Finding.ok("broker", description.name()),
        Finding.warning(
            "durability", "events live as long as this process. Use sqlite:PATH to keep them"));
  }

  @Override
  public Optional<String> problem() {
    return faults.isOut()
        ? Optional.of("out of reach, as its faults() were told")
        : Optional.empty();
  }

  @Override
  public void close() {
    lock.holding(() -> closed = true);
  }
}
