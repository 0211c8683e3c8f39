package io.busline.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How a group's progress is written down.
 *
 * @param ids the topics' ids, so that it means nothing in another topic of the same name
 * @param interests what the group reads, as {@link io.busline.spi.Interests} writes it
 * @param beat what tells that the instance lives; null if nothing is to
 */
record Notes(TopicIds ids, String interests, @Nullable Beat beat) {

  /** Without a beat. */
  Notes(TopicIds ids, String interests) {
    this(ids, interests, null);
  }

  /** What is done counts more than what the group reads, if there is no room for both. */
  OffsetAndMetadata write(TopicPartition partition, Bookmark bookmark) {
    String topic = ids.of(partition.topic());
    String lives = beat == null ? "" : beat.toString();
    OffsetAndMetadata written = Starts.write(partition, bookmark, topic, interests, lives);
    return tellsAll(written, bookmark)
        ? written
        : Starts.write(partition, bookmark, topic, "", lives);
  }

  private static boolean tellsAll(OffsetAndMetadata written, Bookmark bookmark) {
    return Bookmark.decode(written).through() >= bookmark.through();
  }

  Map<TopicPartition, OffsetAndMetadata> write(Map<TopicPartition, Bookmark> bookmarks) {
    Map<TopicPartition, OffsetAndMetadata> written = new HashMap<>();
    bookmarks.forEach((partition, bookmark) -> written.put(partition, write(partition, bookmark)));
    return written;
  }

  /** Whether everything that is done is told by what would be written. */
  boolean fits(TopicPartition partition, Bookmark bookmark) {
    return tellsAll(write(partition, bookmark), bookmark);
  }
}
