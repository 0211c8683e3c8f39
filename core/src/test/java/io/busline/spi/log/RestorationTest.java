package io.busline.spi.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import io.busline.spi.log.Marks.Mark;
import io.busline.spi.log.Restoration.Extent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestorationTest {
  private final Map<Long, LogEntry> log = new HashMap<>();
  private final Restoration restoration = new Restoration(new Fetching());
  private Marks read = Marks.NONE;

  /** Fetches what is in the log. */
  private final class Fetching implements TopicReader {
    @Override
    public boolean isStarted(long after) {
      return true;
    }

    @Override
    public void start(long after) {}

    @Override
    public void distrust() {}

    @Override
    public Chunk read(Span span, int max) {
      return Chunk.nothing(span.after());
    }

    @Override
    public Map<Long, LogEntry> fetch(List<Long> positions) {
      Map<Long, LogEntry> found = new HashMap<>(log);
      found.keySet().retainAll(positions);
      return found;
    }

    @Override
    public void close() {}
  }

  private void store(long position, String id) {
    Event<byte[]> event = Event.builder("a.b", new byte[0]).id(id).source("s").build();
    log.put(position, new LogEntry(position, "a", event, Map.of(), null));
  }

  private void reads(long position) {
    read = read.and(Mark.of(position, log.get(position).event()));
  }

  private Extent compare(long furthest, long end) {
    return restoration.compare(read, Marks.NONE, furthest, end);
  }

  RestorationTest() {
    for (long position = 1; position <= 5; position++) {
      store(position, "old " + position);
      reads(position);
    }
  }

  @Test
  void a_log_that_has_only_grown_is_unchanged() {
    store(8, "new");

    assertThat(compare(5, 8)).isEqualTo(new Extent(5, 5));
  }

  @Test
  void a_log_that_ends_before_what_was_read_was_put_back_to_the_last_that_stands() {
    log.remove(4L);
    log.remove(5L);

    assertThat(compare(5, 3)).isEqualTo(new Extent(3, 3));
  }

  @Test
  void another_event_at_a_known_position_shows_it_as_well() {
    store(4, "new 4");
    store(5, "new 5");

    assertThat(compare(5, 5)).isEqualTo(new Extent(3, 3));
  }

  @Test
  void so_does_a_newer_event_that_is_gone_while_an_older_one_is_there() {
    log.remove(5L);

    assertThat(compare(5, 9)).isEqualTo(new Extent(4, 4));
  }

  @Test
  void old_events_may_have_been_deleted() {
    log.remove(1L);
    log.remove(2L);

    assertThat(compare(5, 5)).isEqualTo(new Extent(5, 5));
  }

  @Test
  void if_all_are_gone_nothing_is_certain() {
    log.clear();

    assertThat(compare(5, 9)).isEqualTo(new Extent(5, 0));
    assertThat(compare(5, 4)).isEqualTo(new Extent(0, 0));
  }

  @Test
  void what_was_read_beyond_the_last_event_of_interest_is_not_certain() {
    assertThat(compare(7, 9)).isEqualTo(new Extent(7, 5));
  }

  @Test
  void what_others_have_read_is_evidence_against_a_log() {
    Marks theirs = read.and(new Mark(6, 77));
    store(6, "new");

    assertThat(restoration.compare(Marks.NONE, theirs, 6, 6)).isEqualTo(new Extent(5, 5));
  }

  @Test
  void what_others_have_read_since_does_not_hide_what_is_gone() {
    Marks ours = Marks.NONE.and(new Mark(4, 77));
    log.remove(4L);

    assertThat(restoration.compare(ours, read, 5, 5)).isEqualTo(new Extent(5, 0));
  }

  @Test
  void what_is_told_says_what_becomes_of_events() {
    assertThat(Restoration.told("order", 9, 4))
        .hasMessageContaining("order was put back to an older copy")
        .hasMessageContaining("up to position 9")
        .hasMessageContaining("the same up to position 4");
  }
}
