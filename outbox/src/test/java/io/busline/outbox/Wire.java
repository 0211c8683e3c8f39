package io.busline.outbox;

import io.busline.event.Event;
import io.busline.memory.MemoryBroker;
import io.busline.spi.ForwardingBroker;
import io.busline.spi.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** The memory broker, and what was published on it in which order. Refuses what it is told to. */
final class Wire extends ForwardingBroker {
  private final MemoryBroker memory;
  private final List<Event<byte[]>> sent = new ArrayList<>();
  private final Queue<OutboundMessage> ignored = new ConcurrentLinkedQueue<>();
  private volatile Predicate<Event<byte[]>> refused = event -> false;
  private volatile Predicate<Event<byte[]>> unanswered = event -> false;
  private volatile String reason = "the broker does not like it";

  Wire() {
    this(MemoryBroker.create());
  }

  private Wire(MemoryBroker memory) {
    super(memory);
    this.memory = memory;
  }

  MemoryBroker memory() {
    return memory;
  }

  /** The broker says no to these from now on. */
  void refuse(Predicate<Event<byte[]>> which) {
    refused = which;
  }

  /** What it says when it refuses. */
  void reason(String newReason) {
    reason = newReason;
  }

  /** The broker says nothing about these from now on. */
  void ignore(Predicate<Event<byte[]>> which) {
    unanswered = which;
  }

  @Override
  public void send(List<? extends OutboundMessage> messages) {
    for (OutboundMessage message : messages) {
      if (refused.test(message.event())) {
        message.failed(new IllegalStateException(reason));
      } else if (unanswered.test(message.event())) {
        ignored.add(message);
      } else {
        pass(message);
      }
    }
  }

  private void pass(OutboundMessage message) {
    synchronized (this) {
      sent.add(message.event());
    }
    super.send(List.of(message));
  }

  /** It passes on what it has kept so far, and keeps nothing more. */
  void answerIgnored() {
    unanswered = event -> false;
    for (OutboundMessage message = ignored.poll(); message != null; message = ignored.poll()) {
      pass(message);
    }
  }

  synchronized List<Event<byte[]>> sent() {
    return List.copyOf(sent);
  }

  /** Keys and data, such as {@code k=1}. */
  List<String> texts() {
    return sent().stream().map(Wire::text).toList();
  }

  static String text(Event<byte[]> event) {
    return event.key().orElse("") + "=" + new String(event.data(), StandardCharsets.UTF_8);
  }

  /** What was published of one key, each event once, in the order of the first time. */
  List<String> of(String key) {
    Set<String> ids = new HashSet<>();
    return sent().stream()
        .filter(event -> event.key().equals(Optional.of(key)) && ids.add(event.id()))
        .map(event -> new String(event.data(), StandardCharsets.UTF_8))
        .toList();
  }
}
