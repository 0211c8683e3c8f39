package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.event.StartPosition;
import io.busline.spi.ConsumerSpec.Interest;
import io.busline.spi.Interests;
import io.busline.spi.log.LogInfo;
import io.busline.spi.log.LogReader;
import io.busline.spi.log.LogStore;
import io.busline.spi.log.Registry;
import io.busline.spi.log.Span;
import io.busline.spi.log.TopicReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams as logs. Safe for use by several threads. */
final class JetStreamLogs implements LogStore {

  private final JetStreamBroker broker;
  private final Streams streams;
  private final KvRegistry registry;
  private final Counts counts;
  private final List<StreamLogs> readers = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  JetStreamLogs(JetStreamBroker broker, Streams streams, KvRegistry registry, Counts counts) {
    this.broker = broker;
    this.streams = streams;
    this.registry = registry;
    this.counts = counts;
  }

  @Override
  public Registry registry() {
    return registry;
  }

  @Override
  public List<LogInfo> find(Interests interests) {
    return streams.of(interests).stream().map(Found::log).toList();
  }

  @Override
  public List<LogInfo> require(Interests interests) {
    return streams.require(interests).stream().map(Found::log).toList();
  }

  @Override
  public Optional<LogInfo> require(String log, Interests interests) {
    return streams.find(log).or(() -> remake(log, interests)).map(Found::log);
  }

  /** Makes a stream again that was deleted, if a type in it is known. */
  private Optional<Found> remake(String name, Interests interests) {
    streams.forget(name);
    for (Interest interest : interests.list()) {
      if (interest.topic() != null && StreamNames.ofTopic(interest.topic()).equals(name)) {
        // Another stream may store the type by now.
        return Optional.of(streams.require(interest.topic(), interest.pattern().pattern()))
            .filter(found -> found.name().equals(name));
      }
    }
    return Optional.empty();
  }

  /** The stream, with what only this technology knows of it. Blocks. */
  private Found found(LogInfo log) {
    return streams
        .find(log.name())
        .orElseThrow(() -> new BrokerException("stream %s is gone".formatted(log.name())));
  }

  @Override
  public long lastBefore(LogInfo log, Instant time) {
    return counts.lastBefore(log.name(), time);
  }

  @Override
  public long count(LogInfo log, Interests interests, long after, long through, int slots) {
    return counts.of(found(log), interests, after, through, slots);
  }

  @Override
  public Optional<Instant> storedAt(LogInfo log, Interests interests, Span span) {
    return counts.storedAt(found(log), interests, span);
  }

  @Override
  public LogReader open(Interests interests, StartPosition start, Runnable news) {
    StreamLogs reader = new StreamLogs(this, interests, start, news);
    readers.add(reader);
    return reader;
  }

  TopicReader topic(LogInfo log, Interests interests, StartPosition start, Runnable news) {
    return broker.topic(found(log), interests, start, news);
  }

  void closed(StreamLogs reader) {
    readers.remove(reader);
  }

  /** What was known of streams may not be so any more. */
  void changed() {
    readers.forEach(StreamLogs::changed);
  }

  /** The connection is another one. */
  void reconnected() {
    connections.incrementAndGet();
    changed();
  }

  @Override
  public void requireReachable() {
    broker.requireReachable();
  }

  @Override
  public int epoch() {
    return connections.get();
  }
}
