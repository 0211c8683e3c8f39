package io.busline.spi.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import io.busline.spi.log.Marks.Mark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MarksTest {

  private static Marks at(long... positions) {
    Marks marks = Marks.NONE;
    for (long position : positions) {
      marks = marks.and(new Mark(position, (int) position));
    }
    return marks;
  }

  private static List<Long> positions(Marks marks) {
    return marks.list().stream().map(Mark::position).toList();
  }

  @Test
  void only_what_is_beyond_the_others_is_noted() {
    assertThat(positions(at(5, 9, 7, 9, 12))).containsExactly(5L, 9L, 12L);
  }

  @Test
  void few_are_kept_dense_at_the_end_and_sparse_before() {
    Marks marks = Marks.NONE;
    for (long position = 1; position <= 100_000; position++) {
      marks = marks.and(new Mark(position, 0));
    }

    List<Long> kept = positions(marks);

    assertThat(kept).hasSize(16).isSorted().contains(1L, 99_999L, 100_000L);
    assertThat(kept.get(8)).isGreaterThan(90_000);
  }

  @Test
  void those_of_another_are_taken_over_if_they_are_beyond() {
    assertThat(positions(at(5, 9).and(at(3, 9, 11)))).containsExactly(5L, 9L, 11L);
  }

  @Test
  void those_beyond_a_position_can_be_forgotten() {
    assertThat(positions(at(5, 9, 11).upTo(9))).containsExactly(5L, 9L);
    assertThat(at(5).upTo(4)).isEqualTo(Marks.NONE);
  }

  @Test
  void another_event_has_another_fingerprint() {
    Event<byte[]> one = Event.builder("a.b", new byte[0]).id("1").source("s").build();
    Event<byte[]> other = Event.builder("a.b", new byte[0]).id("2").source("s").build();

    assertThat(Mark.of(7, one)).isEqualTo(Mark.of(7, one)).isNotEqualTo(Mark.of(7, other));
  }

  @Test
  void what_is_written_is_read_back() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    at(5, 9, 11).write(new DataOutputStream(bytes));

    assertThat(Marks.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
        .isEqualTo(at(5, 9, 11));
  }
}
