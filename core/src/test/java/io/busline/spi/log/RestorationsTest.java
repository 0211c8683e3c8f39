package io.busline.spi.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestorationsTest {
  private static final long NONE = Long.MAX_VALUE;

  private final Restorations two = Restorations.NONE.and(30).and(50);

  @Test
  void one_that_knows_all_has_missed_nothing() {
    assertThat(two.since(2)).isEqualTo(NONE);
    assertThat(two.since(7)).isEqualTo(NONE);
  }

  @Test
  void one_that_has_missed_some_goes_back_to_the_first_of_them() {
    assertThat(two.since(1)).isEqualTo(50);
    assertThat(two.since(0)).isEqualTo(30);
  }

  @Test
  void one_that_has_missed_more_than_are_kept_begins_again() {
    Restorations many = Restorations.NONE;
    for (int i = 1; i <= 20; i++) {
      many = many.and(100 + i);
    }

    assertThat(many.since(12)).isEqualTo(113);
    assertThat(many.since(11)).isZero();
  }

  @Test
  void a_member_that_joins_has_missed_nothing() {
    Rewind rewind = new Rewind();

    rewind.learn(two);

    assertThat(rewind.take()).isEqualTo(NONE);
    assertThat(rewind.known()).isEqualTo(2);
  }

  @Test
  void a_member_learns_once_what_others_have_found() {
    Rewind rewind = new Rewind();
    rewind.learn(Restorations.NONE);

    rewind.learn(two);

    assertThat(rewind.take()).isEqualTo(30);
    assertThat(rewind.take()).isEqualTo(NONE);
  }

  @Test
  void what_a_member_has_found_by_itself_is_told_until_it_is_recorded() {
    Rewind rewind = new Rewind();
    rewind.learn(Restorations.NONE);

    rewind.to(40);
    rewind.learn(Restorations.NONE);
    assertThat(rewind.position()).isEqualTo(40);

    rewind.learn(Restorations.NONE.and(40));
    assertThat(rewind.position()).isEqualTo(NONE);
    assertThat(rewind.take()).isEqualTo(NONE);
  }

  @Test
  void a_registry_that_was_put_back_teaches_nothing() {
    Rewind rewind = new Rewind();
    rewind.learn(two);

    rewind.learn(Restorations.NONE);

    assertThat(rewind.take()).isEqualTo(NONE);
    assertThat(rewind.known()).isZero();
  }
}
