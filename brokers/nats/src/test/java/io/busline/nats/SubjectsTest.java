package io.busline.nats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubjectsTest {

  @Test
  void a_pattern_covers_what_it_matches_all_of() {
    assertThat(Subjects.covers("a.*", "a.b")).isTrue();
    assertThat(Subjects.covers("a.>", "a.*")).isTrue();
    assertThat(Subjects.covers(">", "a.>")).isTrue();
    assertThat(Subjects.covers("a.*", "a")).isFalse();
    assertThat(Subjects.covers("a.*", "a.b.c")).isFalse();
    assertThat(Subjects.covers("a.*", "a.>")).isFalse();
    assertThat(Subjects.covers("a.b", "a.*")).isFalse();
  }

  @Test
  void what_two_patterns_share_is_matched_by_both() {
    assertThat(Subjects.overlap("a.*.c", "a.b.*")).isTrue();
    assertThat(Subjects.intersection("a.*.c", "a.b.*")).isEqualTo("a.b.c");
    assertThat(Subjects.intersection("a.>", "*.b.c")).isEqualTo("a.b.c");
    assertThat(Subjects.intersection("a.>", "a.*")).isEqualTo("a.*");
    assertThat(Subjects.overlap("a.*", "b.*")).isFalse();
    assertThat(Subjects.overlap("a.*", "a.b.c")).isFalse();
  }

  @Test
  void filters_stay_within_the_stream_and_outside_each_other() {
    List<String> subjects = List.of("order.*");

    assertThat(Subjects.filters(List.of("order.a", "order.b", "bill.a"), subjects))
        .containsExactly("order.a", "order.b");
    assertThat(Subjects.filters(List.of("order.a", ">"), subjects)).containsExactly("order.*");
    assertThat(Subjects.filters(List.of("order.*", "order.a"), subjects))
        .containsExactly("order.*");
    assertThat(Subjects.filters(List.of("bill.>"), subjects)).isEmpty();
    assertThat(Subjects.passAll(List.of("order.*"), subjects)).isTrue();
    assertThat(Subjects.passAll(List.of("order.a"), subjects)).isFalse();
  }

  @Test
  void filters_that_share_something_are_entangled() {
    assertThat(Subjects.areEntangled(List.of("a.*.c", "a.b.*"))).isTrue();
    assertThat(Subjects.areEntangled(List.of("a.b", "a.c"))).isFalse();
  }
}
