package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.spi.TimeSource;
import io.busline.spi.TimeSource.Registration;
import io.busline.spi.log.Registry;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.PurgeOptions;
import io.nats.client.Subscription;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfoOptions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What groups have done, in a key-value bucket, so that common tools can show it. A value is
 * replaced only if it is still the one that was read. Safe for use by several threads.
 */
final class KvRegistry implements Registry {

  /** Begins the keys of members. */
  private static final String MEMBERS = "member.";

  private static final String PREFIX = "$KV." + StreamNames.GROUPS_BUCKET + ".";

  /** Where instances tell each other to look. */
  private static final String HINT = "$BUSLINE.hint.";

  private final Connection connection;
  private final Dispatcher dispatcher;
  private final JetStreamApi api;
  private final AckInbox acks;
  private final Streams streams;
  private final TimeSource time;

  /** What was read or written last, to be replaced without asking again. */
  private final Map<String, KvEntry> known = new ConcurrentHashMap<>();

  /** What members were heard to write. */
  private final Map<String, Value> heard = new ConcurrentHashMap<>();

  KvRegistry(
      Connection connection,
      Dispatcher dispatcher,
      JetStreamApi api,
      AckInbox acks,
      Streams streams,
      TimeSource time) {
    this.connection = connection;
    this.dispatcher = dispatcher;
    this.api = api;
    this.acks = acks;
    this.streams = streams;
    this.time = time;
  }

  /** The subject under which a key is written. */
  static String subject(String key) {
    return PREFIX + key;
  }

  @Override
  public Optional<Value> get(String key) {
    KvEntry entry =
        api.find("reading " + key, m -> m.getLastMessage(StreamNames.GROUPS, subject(key)))
            .map(KvEntry::of)
            .orElse(KvEntry.NOTHING);
    known.put(key, entry);
    Value value = entry.value();
    if (value != null) {
      heard.computeIfPresent(key, (k, before) -> value);
    }
    return Optional.ofNullable(value);
  }

  @Override
  public List<String> keys(String prefix) {
    return api
        .find(
            "listing " + prefix,
            m ->
                m.getStreamInfo(
                    StreamNames.GROUPS, StreamInfoOptions.filterSubjects(subject(prefix) + ">")))
        .map(info -> info.getStreamState().getSubjects())
        .orElse(List.of())
        .stream()
        .map(subject -> subject.getName().substring(PREFIX.length()))
        .sorted()
        .toList();
  }

  @Override
  public CompletableFuture<@Nullable Value> update(String key, Change change, Urgency urgency) {
    CompletableFuture<@Nullable Value> updated =
        new KvUpdate(this, acks, key, change).begin(known.get(key));
    return urgency != Urgency.TELLING
        ? updated
        : updated.whenComplete((value, failure) -> tellOf(key, failure));
  }

  private void tellOf(String key, @Nullable Throwable failure) {
    if (failure == null) {
      publishHint(key.split("\\.", -1)[1]);
    }
  }

  /** Asks without waiting. */
  CompletableFuture<KvEntry> ask(String key) {
    return api.lastMessage(StreamNames.GROUPS, subject(key))
        .thenApply(message -> message.map(KvEntry::of).orElse(KvEntry.NOTHING));
  }

  /** What was written by us, or is not known any more. */
  void learn(String key, @Nullable KvEntry entry) {
    if (entry == null) {
      known.remove(key);
    } else {
      known.put(key, entry);
    }
  }

  @Override
  public void remove(String key) {
    api.find(
        "removing " + key,
        m -> m.purgeStream(StreamNames.GROUPS, PurgeOptions.subject(subject(key))));
    known.remove(key);
    heard.remove(key);
  }

  @Override
  public void tell(String group) {
    publishHint(StreamNames.token(group));
  }

  private void publishHint(String group) {
    try {
      connection.publish(HINT + group, new byte[0]);
    } catch (IllegalStateException e) {
      // The connection is gone. The others look by themselves, only later.
    }
  }

  @Override
  public Registration watch(String group, Runnable changed) {
    String token = StreamNames.token(group);
    Set<String> members = ConcurrentHashMap.newKeySet();
    Subscription hints = dispatcher.subscribe(HINT + token, hint -> changed.run());
    Subscription lives =
        dispatcher.subscribe(
            subject(MEMBERS + token + ".*"),
            life -> {
              if (members.add(hear(life))) {
                changed.run();
              }
            });
    return () -> {
      if (dispatcher.isActive()) {
        dispatcher.unsubscribe(hints);
        dispatcher.unsubscribe(lives);
      }
    };
  }

  private String hear(Message life) {
    String key = life.getSubject().substring(PREFIX.length());
    heard.put(key, valueNow(life.getData()));
    return key;
  }

  /** A value whose time of writing is not known; by our clock it was now. */
  Value valueNow(byte[] bytes) {
    return new Value(bytes, time.now());
  }

  /** A member is heard as soon as it writes, as long as the connection lasts; others are not. */
  @Override
  public Optional<Value> glance(String key) {
    if (!key.startsWith(MEMBERS)) {
      return get(key);
    }
    Value value = heard.get(key);
    if (value != null) {
      return Optional.of(value);
    }
    Optional<Value> written = get(key);
    written.ifPresent(there -> heard.put(key, there));
    return written;
  }

  @Override
  public void prepare() {
    try {
      streams.requireGroups();
    } finally {
      known.clear();
    }
  }

  /** An entry of the bucket; its revision tells it from those before and after. */
  record KvEntry(long revision, @Nullable Value value) {

    /** What does not exist. */
    static final KvEntry NOTHING = new KvEntry(0, null);

    private static final String OPERATION = "KV-Operation";

    /** Tools write a message in place of a value that they delete. */
    static KvEntry of(MessageInfo message) {
      boolean deleted = message.getHeaders() != null && message.getHeaders().containsKey(OPERATION);
      byte[] bytes = message.getData() == null ? new byte[0] : message.getData();
      return new KvEntry(
          message.getSeq(), deleted ? null : new Value(bytes, message.getTime().toInstant()));
    }
  }

  static BrokerException failure(String key, String reason) {
    return new BrokerException("writing %s failed: %s".formatted(key, reason));
  }
}
