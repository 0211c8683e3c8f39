package io.busline.examples.directory;

import io.busline.cloudevents.StructuredMode;
import io.busline.error.BrokerException;
import io.busline.event.StartPosition;
import io.busline.spi.Interests;
import io.busline.spi.OutboundMessage;
import io.busline.spi.log.LogEntry;
import io.busline.spi.log.LogInfo;
import io.busline.spi.log.LogReader;
import io.busline.spi.log.LogStore;
import io.busline.spi.log.Registry;
import io.busline.spi.log.Slots;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** A folder for each topic, in which file n is its event n. Nothing is ever deleted. */
final class DirectoryLogs implements LogStore {

  private static final String TOPICS = "topics";

  private final Folder folder;
  private final StructuredMode structured;
  private final Changes changes;
  private final DirectoryRegistry registry;
  private volatile boolean closed;

  DirectoryLogs(Folder folder, StructuredMode structured) {
    this.folder = folder;
    this.structured = structured;
    this.changes = new Changes(folder);
    this.registry = new DirectoryRegistry(folder, changes);
  }

  /** Stores an event; returns its position. */
  String append(OutboundMessage message) {
    requireReachable();
    byte[] bytes = EventFile.write(message);
    makeIfMissing(message.topic());
    long position =
        folder.alone(
            "storing an event",
            () -> {
              long next = end(message.topic()) + 1;
              folder.write(file(message.topic(), next), bytes);
              return next;
            });
    changes.tell();
    return message.topic() + "/" + position;
  }

  private Path file(String topic, long position) {
    return folder.path().resolve(TOPICS).resolve(topic).resolve(Long.toString(position));
  }

  /** The last position; there are no gaps, so it can be searched for. */
  private long end(String topic) {
    long there = 1;
    while (Files.exists(file(topic, there))) {
      there *= 2;
    }
    return last(there, position -> Files.exists(file(topic, position)));
  }

  /** The last position before one for which a condition holds, as it does for all before. */
  private static long last(long before, LongPredicate holds) {
    long low = 0;
    long high = before;
    while (high - low > 1) {
      long middle = (low + high) / 2;
      if (holds.test(middle)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  List<LogInfo> all() {
    return folder.names(TOPICS).stream()
        .filter(topic -> Files.exists(made(topic)))
        .map(this::info)
        .toList();
  }

  /** Says when a topic was made; without it, a topic is about to be. */
  private Path made(String topic) {
    return folder.path().resolve(TOPICS).resolve(topic).resolve("made");
  }

  private LogInfo info(String topic) {
    Instant created =
        Folder.tried("reading " + topic, () -> Instant.parse(Files.readString(made(topic))));
    return new LogInfo(topic, created, end(topic), null);
  }

  /** An event of interest, or null. */
  @Nullable LogEntry read(String topic, long position, Interests interests) {
    byte[] bytes =
        Folder.tried("reading " + topic, () -> Files.readAllBytes(file(topic, position)));
    LogEntry entry = EventFile.read(topic, position, bytes, structured);
    return interests.match(topic, entry.event().type()) ? entry : null;
  }

  boolean has(String topic, long position) {
    return Files.exists(file(topic, position));
  }

  @Override
  public Registry registry() {
    return registry;
  }

  @Override
  public List<LogInfo> find(Interests interests) {
    requireReachable();
    return all().stream().filter(log -> interests.mayMatchOneOf(Set.of(log.name()))).toList();
  }

  @Override
  public List<LogInfo> require(Interests interests) {
    interests.named().forEach(this::makeIfMissing);
    return find(interests);
  }

  void makeIfMissing(String topic) {
    Path made = made(topic);
    if (!Files.exists(made)) {
      folder.alone(
          "making topic " + topic,
          () -> {
            if (!Files.exists(made)) {
              folder.write(made, Instant.now().toString().getBytes(StandardCharsets.US_ASCII));
            }
            return made;
          });
    }
  }

  @Override
  public Optional<LogInfo> require(String log, Interests interests) {
    return require(interests).stream().filter(found -> found.name().equals(log)).findFirst();
  }

  @Override
  public long lastBefore(LogInfo log, Instant time) {
    return last(
        log.end() + 1,
        position ->
            Folder.tried(
                "looking at " + log.name(),
                () ->
                    Files.readAttributes(file(log.name(), position), BasicFileAttributes.class)
                        .lastModifiedTime()
                        .toInstant()
                        .isBefore(time)));
  }

  @Override
  public long count(LogInfo log, Interests interests, long after, long through, int slots) {
    long count = 0;
    for (long position = after + 1; position <= Math.min(through, log.end()); position++) {
      LogEntry entry = read(log.name(), position, interests);
      if (entry != null && Slots.contains(slots, Slots.of(entry.event().keyOrNull(), position))) {
        count++;
      }
    }
    return count;
  }

  @Override
  public LogReader open(Interests interests, StartPosition start, Runnable news) {
    return new DirectoryReader(this, interests, changes.listen(news));
  }

  @Override
  public void requireReachable() {
    if (closed || !Files.isDirectory(folder.path())) {
      throw new BrokerException(
          closed ? "the bus is closed" : "the directory %s is gone".formatted(folder.path()));
    }
  }

  void close() {
    closed = true;
    changes.close();
  }
}
