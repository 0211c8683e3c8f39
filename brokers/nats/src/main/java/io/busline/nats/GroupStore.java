package io.busline.nats;

import io.busline.error.BrokerException;
import io.nats.client.PurgeOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is written down about groups: a key-value bucket, so that common tools can show it. A value
 * is replaced only if it is still the one that was read. Keys are {@code group.G}, {@code
 * slots.G.STREAM} and {@code member.G.ID}, where an equals sign stands for a dot. Safe for use by
 * several threads.
 */
final class GroupStore {

  /** The revision of what does not exist. */
  static final long NONE = 0;

  private static final String PREFIX = "$KV." + StreamNames.GROUPS_BUCKET + ".";
  private static final String OPERATION = "KV-Operation";
  private static final String EXPECTED = "Nats-Expected-Last-Subject-Sequence";
  private static final int WRONG_LAST_SEQUENCE = 10071;
  private static final int WRONG_LAST_SEQUENCE_CONSTANT = 10164;

  private final JetStreamApi api;
  private final AckInbox acks;
  private final Streams streams;

  /** A value as it was read; its revision tells it from those before and after. */
  static final class Entry {
    final long revision;

    /** By the server's clock. */
    final Instant writtenAt;

    private final byte[] value;
    private final boolean isDeleted;

    private Entry(MessageInfo message) {
      this.value = Objects.requireNonNullElse(message.getData(), new byte[0]);
      Headers headers = message.getHeaders();
      this.isDeleted = headers != null && headers.containsKey(OPERATION);
      this.revision = message.getSeq();
      this.writtenAt = message.getTime().toInstant();
    }

    byte[] value() {
      return value;
    }

    String text() {
      return new String(value, StandardCharsets.UTF_8);
    }
  }

  /** Says that somebody else wrote in between. */
  static final class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Conflict(String key) {
      super("somebody else wrote %s in between".formatted(key));
    }
  }

  GroupStore(JetStreamApi api, AckInbox acks, Streams streams) {
    this.api = api;
    this.acks = acks;
    this.streams = streams;
  }

  static String groupKey(String group) {
    return "group." + StreamNames.token(group);
  }

  static String slotsKey(String group, String stream) {
    return "slots." + StreamNames.token(group) + "." + stream;
  }

  static String memberKey(String group, String member) {
    return "member." + StreamNames.token(group) + "." + member;
  }

  /** The subject under which a key is written, for those who listen. */
  static String subject(String key) {
    return PREFIX + key;
  }

  Optional<Entry> get(String key) {
    return last(key).filter(entry -> !entry.isDeleted);
  }

  /** The revision to replace when {@link #get} finds nothing. */
  long revisionOfNothing(String key) {
    return last(key).map(entry -> entry.revision).orElse(NONE);
  }

  /** Also what tools write in place of a value that they delete. */
  private Optional<Entry> last(String key) {
    return api.find("reading " + key, m -> m.getLastMessage(StreamNames.GROUPS, PREFIX + key))
        .map(Entry::new);
  }

  /** The keys that match a pattern such as {@code group.*}, in alphabetical order. */
  List<String> keys(String pattern) {
    return api
        .find(
            "listing " + pattern,
            m ->
                m.getStreamInfo(
                    StreamNames.GROUPS, StreamInfoOptions.filterSubjects(PREFIX + pattern)))
        .map(info -> info.getStreamState().getSubjects())
        .orElse(List.of())
        .stream()
        .map(subject -> subject.getName().substring(PREFIX.length()))
        .sorted()
        .toList();
  }

  /** Writes a value, whatever is there. Completes with its revision. */
  CompletableFuture<Long> put(String key, byte[] value) {
    return write(key, value, new Headers());
  }

  /**
   * Writes a value if the one there is still the one that was read.
   *
   * @param revision what was read, or {@link #NONE}
   * @return completes with the new revision, or fails with a {@link Conflict}
   */
  CompletableFuture<Long> replace(String key, byte[] value, long revision) {
    return write(key, value, new Headers().put(EXPECTED, Long.toString(revision)));
  }

  private CompletableFuture<Long> write(String key, byte[] value, Headers headers) {
    CompletableFuture<Long> written = new CompletableFuture<>();
    acks.publish(PREFIX + key, headers, value, new Write(key, written));
    return written;
  }

  /** Makes the bucket if there is none, or refuses. */
  void requireBucket() {
    streams.requireGroups();
  }

  void delete(String key) {
    api.find(
        "removing " + key,
        m -> m.purgeStream(StreamNames.GROUPS, PurgeOptions.subject(PREFIX + key)));
  }

  /** Waits for a write. */
  static <T> T await(String doing, CompletableFuture<T> write) {
    try {
      return write.get(JetStreamApi.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | CompletionException e) {
      if (e.getCause() instanceof BrokerException known) {
        throw known;
      }
      if (e.getCause() instanceof Conflict conflict) {
        throw conflict;
      }
      throw new BrokerException(doing + " failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new BrokerException(
          "%s failed: the server did not answer within %d s"
              .formatted(doing, JetStreamApi.TIMEOUT.toSeconds()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerException(doing + " was interrupted", e);
    }
  }

  private static final class Write extends AckInbox.Pending {
    private final String key;
    private final CompletableFuture<Long> written;

    Write(String key, CompletableFuture<Long> written) {
      this.key = key;
      this.written = written;
    }

    @Override
    void stored(long seq, boolean duplicate) {
      written.complete(seq);
    }

    @Override
    void refused(int code, String description) {
      boolean conflict = code == WRONG_LAST_SEQUENCE || code == WRONG_LAST_SEQUENCE_CONSTANT;
      fail(conflict ? new Conflict(key) : failure(JetStreamApi.refusal(code, description)));
    }

    @Override
    void nobody() {
      fail(failure("the bucket %s is not there".formatted(StreamNames.GROUPS_BUCKET)));
    }

    @Override
    void notSent(BrokerException cause) {
      fail(failure(String.valueOf(cause.getMessage())));
    }

    @Override
    void unknown(BrokerException cause) {
      fail(cause);
    }

    private BrokerException failure(String reason) {
      return new BrokerException("writing %s failed: %s".formatted(key, reason));
    }

    private void fail(RuntimeException cause) {
      written.completeExceptionally(cause);
    }
  }
}
