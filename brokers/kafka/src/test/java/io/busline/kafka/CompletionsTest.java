package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import io.busline.kafka.Completions.Completion;
import io.busline.kafka.Completions.Share;
import io.busline.kafka.Records.Content;
import io.busline.kafka.Records.Read;
import io.busline.logs.Warns;
import io.busline.spi.InboundMessage;
import io.busline.spi.Inbox;
import io.busline.spi.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** What transactions write down of events that are done out of order. */
class CompletionsTest {
  private static final TopicPartition PARTITION = new TopicPartition("order", 0);
  private static final Content CONTENT =
      new Content(Event.builder("order.created", new byte[0]).id("1").source("s").build(), null);

  private final Holdings holdings = new Holdings(TimeSource.system(), true);
  private final AtomicReference<Uuid> topic = new AtomicReference<>(Uuid.randomUuid());
  private final TopicIds ids = new TopicIds(this::topics);
  private final Completions completions = new Completions(holdings, new Notes(ids, ""));
  private final List<KafkaMessage> held = new ArrayList<>();

  private Map<String, TopicDescription> topics() {
    TopicPartitionInfo partition = new TopicPartitionInfo(0, null, List.of(), List.of());
    return Map.of(
        "order", new TopicDescription("order", false, List.of(partition), Set.of(), topic.get()));
  }

  private void hold(int events) {
    holdings.assigned(PARTITION, Bookmark.at(0));
    List<Read> records = new ArrayList<>();
    for (int offset = 0; offset < events; offset++) {
      records.add(new Read(offset, 1, CONTENT));
    }
    holdings.add(PARTITION, records);
    holdings.deliver(
        events,
        new Inbox() {
          @Override
          public void arrived(InboundMessage message) {
            held.add((KafkaMessage) message);
          }

          @Override
          public void revoked(InboundMessage message) {
            held.remove((KafkaMessage) message);
          }
        });
  }

  private CompletableFuture<Void> complete(int offset) {
    Completion completion = new Completion(held.get(offset), List.of(), new CompletableFuture<>());
    completions.add(completion);
    return completion.end();
  }

  private static Bookmark written(Share share) {
    return Bookmark.decode(share.bookmarks().get(PARTITION));
  }

  @Test
  void an_event_is_done_when_its_transaction_is_committed_and_not_before() {
    hold(2);
    CompletableFuture<Void> end = complete(1);

    Share share = completions.begin();
    assertThat(written(share).isDone(1)).isTrue();
    assertThat(end).isNotDone();

    completions.committed(share);
    assertThat(end).isCompleted();
    assertThat(written(completions.begin()).isDone(1)).isTrue();
  }

  @Test
  void what_was_aborted_is_in_the_next_transaction_but_for_what_was_refused() {
    hold(2);
    CompletableFuture<Void> refused = complete(0);
    CompletableFuture<Void> other = complete(1);
    Share share = completions.begin();

    completions.aborted(
        share, Map.of(share.completions().get(0), new IllegalStateException("too large")));

    Share next = completions.begin();
    assertThat(refused).isCompletedExceptionally();
    assertThat(other).isNotDone();
    assertThat(next.completions()).hasSize(1);
    assertThat(written(next).isDone(0)).isFalse();
    assertThat(written(next).isDone(1)).isTrue();
  }

  @Test
  @Warns("was made anew and is read from its beginning")
  void what_is_done_in_a_topic_is_not_written_down_for_the_one_that_takes_its_place() {
    hold(1);
    var unused = complete(0);
    String read = ids.of("order");
    Share share = completions.begin();

    topic.set(Uuid.randomUuid());
    ((ClusterResourceListener) ids.deserializer()).onUpdate(new ClusterResource("c"));
    ids.refresh();

    assertThat(ids.of("order")).isNotEqualTo(read);
    assertThat(Bookmark.topic(share.bookmarks().get(PARTITION))).isEqualTo(read);
  }

  @Test
  void what_somebody_else_has_by_now_is_in_no_transaction() {
    hold(2);
    var unused = complete(0);

    holdings.lost(List.of(PARTITION));

    assertThat(completions.begin().isEmpty()).isTrue();
  }

  @Test
  void what_there_is_no_room_to_write_down_waits_and_nothing_that_is_done_is_left_out() {
    int events = 12_000;
    hold(events);
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (int offset = 1; offset < events; offset += 2) {
      ends.add(complete(offset));
    }
    commitUntilNothingMoves(ends);
    long done = ends.stream().filter(CompletableFuture::isDone).count();
    assertThat(done).isBetween(1_000L, events / 2L - 1);

    for (int offset = 0; offset < events; offset += 2) {
      ends.add(complete(offset));
    }
    commitUntilNothingMoves(ends);
    assertThat(ends).allMatch(CompletableFuture::isDone);
  }

  private void commitUntilNothingMoves(List<CompletableFuture<Void>> ends) {
    int idle = 0;
    while (idle < 20) {
      Share share = completions.begin();
      Bookmark bookmark = share.isEmpty() ? Bookmark.at(0) : written(share);
      completions.committed(share);
      assertThat(held)
          .filteredOn(message -> bookmark.isDone(message.offset))
          .as("what is done by what is written")
          .hasSizeGreaterThanOrEqualTo(
              share.isEmpty() ? 0 : (int) ends.stream().filter(CompletableFuture::isDone).count());
      idle = share.completions().isEmpty() ? idle + 1 : 0;
    }
  }
}
