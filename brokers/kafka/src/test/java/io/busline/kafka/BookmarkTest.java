package io.busline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.kafka.Bookmark.Retry;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.junit.jupiter.api.Test;

/** What is written down of a group's progress in a partition, and read again. */
class BookmarkTest {
  private static final Instant DUE = Instant.parse("2026-01-02T03:04:05.678Z");

  private static Bookmark throughCommit(Bookmark bookmark) {
    OffsetAndMetadata written = bookmark.encode();
    assertThat(written.metadata().length()).isLessThanOrEqualTo(Bookmark.MAX_TEXT);
    return Bookmark.decode(written);
  }

  @Test
  void where_nothing_is_done_beyond_it_a_bookmark_is_an_offset_like_any_other() {
    OffsetAndMetadata written = Bookmark.at(42).encode();

    assertThat(written).isEqualTo(new OffsetAndMetadata(42));
  }

  @Test
  void what_is_open_and_what_was_noted_comes_back() {
    Bookmark bookmark =
        new Bookmark(
            5_000_000_000L,
            5_000_000_400L,
            new TreeMap<>(
                Map.of(
                    5_000_000_000L,
                    new Retry(3, DUE),
                    5_000_000_001L,
                    Retry.NONE,
                    5_000_000_399L,
                    new Retry(1_000_000, DUE.plusSeconds(86_400)))));

    Bookmark read = throughCommit(bookmark);

    assertThat(read).isEqualTo(bookmark);
    assertThat(read.isDone(4_999_999_999L)).isTrue();
    assertThat(read.isDone(5_000_000_000L)).isFalse();
    assertThat(read.isDone(5_000_000_002L)).isTrue();
    assertThat(read.isDone(5_000_000_400L)).isFalse();
    assertThat(read.retry(5_000_000_000L)).isEqualTo(new Retry(3, DUE));
    assertThat(read.retry(5_000_000_001L)).isNull();
  }

  @Test
  void what_finds_no_room_is_forgotten_from_the_end_and_never_taken_for_done() {
    TreeMap<Long, Retry> open = new TreeMap<>();
    for (long offset = 0; offset < 4_000; offset++) {
      open.put(offset * 300, offset % 10 == 0 ? new Retry(2, DUE) : Retry.NONE);
    }

    Bookmark read = throughCommit(new Bookmark(0, 4_000 * 300, open));

    assertThat(read.openCount()).isBetween(500, 3_999);
    assertThat(open.keySet()).noneMatch(read::isDone);
    assertThat(read.isDone(1)).isTrue();
    assertThat(read.through()).isLessThan(4_000 * 300);
  }

  @Test
  void what_another_client_has_noted_is_passed_over() {
    for (String text :
        new String[] {"", "a note", "busline1:", "busline1:%%", "busline1:_w", "busline1:;a>b"}) {
      assertThat(Bookmark.decode(new OffsetAndMetadata(7, text))).isEqualTo(Bookmark.at(7));
    }
  }

  @Test
  void what_no_bookmark_says_is_passed_over() {
    byte[][] notes = {
      {2, 40}, // An event beyond the end.
      {20, 5, 0, 1}, // A retry of what was never tried.
      {20, 5, -1, -1, -1, -1, 0x7F, 1}, // More attempts than a number can tell.
      {-1, -1, -1, -1, -1, -1, -1, -1, 0x7F}, // An end beyond all offsets.
      {20, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1} // A place before the beginning.
    };
    for (byte[] note : notes) {
      String text = "busline1:" + Base64.getUrlEncoder().encodeToString(note);

      assertThat(Bookmark.decode(new OffsetAndMetadata(7, text))).isEqualTo(Bookmark.at(7));
    }
  }
}
