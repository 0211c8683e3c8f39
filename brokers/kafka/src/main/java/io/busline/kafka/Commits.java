package io.busline.kafka;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** Notes with the client's own commits, a little later than it is done. */
final class Commits implements Ledger {
  private static final Logger LOG = System.getLogger("io.busline.kafka");

  /** How much may be repeated when a process dies. */
  private static final long EVERY_NANOS = 100_000_000;

  private static final Duration WITHIN = Duration.ofSeconds(2);

  private final Holdings holdings;
  private final Notes notes;
  private boolean committing;
  private long commitAt;

  Commits(Holdings holdings, Notes notes) {
    this.holdings = holdings;
    this.notes = notes;
  }

  @Override
  public void tend(Consumer<byte[], byte[]> client) {
    long now = System.nanoTime();
    if (!committing && now - commitAt >= 0) {
      commitAt = now + EVERY_NANOS;
      Map<TopicPartition, OffsetAndMetadata> changes = notes.write(holdings.changes());
      if (!changes.isEmpty()) {
        committing = true;
        client.commitAsync(changes, (none, failure) -> committed(changes.keySet(), failure));
      }
    }
  }

  private void committed(Set<TopicPartition> partitions, @Nullable Exception failure) {
    committing = false;
    if (failure != null) {
      LOG.log(Level.DEBUG, "a commit failed and is repeated: {0}", Failures.explain(failure));
      holdings.notCommitted(partitions);
    }
  }

  @Override
  public void prepare(Consumer<byte[], byte[]> client) {}

  @Override
  public void keep(Consumer<byte[], byte[]> client) {
    commit(client, holdings.changes());
  }

  @Override
  public void giveUp(Consumer<byte[], byte[]> client, Collection<TopicPartition> partitions) {
    commit(client, holdings.giveUp(partitions));
  }

  @Override
  public void end(Consumer<byte[], byte[]> client, Duration within) {
    commit(client, holdings.changes());
  }

  private void commit(Consumer<byte[], byte[]> client, Map<TopicPartition, Bookmark> bookmarks) {
    Map<TopicPartition, OffsetAndMetadata> written = notes.write(bookmarks);
    if (written.isEmpty()) {
      return;
    }
    try {
      undisturbed(client, written);
    } catch (KafkaException e) {
      LOG.log(
          Level.WARNING,
          "{0} could not note what it has done, so some is repeated: {1}",
          client.groupMetadata().groupId(),
          Failures.explain(e));
    }
  }

  /** A wake-up is a hint to who polls, and may come a little late. */
  private static void undisturbed(
      Consumer<byte[], byte[]> client, Map<TopicPartition, OffsetAndMetadata> written) {
    try {
      client.commitSync(written, WITHIN);
    } catch (WakeupException e) {
      client.commitSync(written, WITHIN);
    }
  }

  @Override
  public void abandoned() {
    committing = false;
  }
}
