package io.busline.spi.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.spi.log.FairShare.Member;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairShareTest {

  @Test
  void all_shares_together_are_all_slots_and_differ_by_one_at_most() {
    for (int count = 1; count <= 40; count++) {
      List<Member> members = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        members.add(new Member("m%02d".formatted(i), false));
      }

      List<Integer> shares = members.stream().map(m -> FairShare.of(m.id(), members)).toList();

      assertThat(shares.stream().mapToInt(share -> share).sum()).isEqualTo(Slots.COUNT);
      assertThat(shares.get(0) - shares.get(count - 1)).isBetween(0, 1);
    }
  }

  @Test
  void who_is_busy_gives_way_to_who_is_not() {
    List<Member> members = List.of(new Member("a", true), new Member("b", false));

    assertThat(FairShare.of("a", members)).isZero();
    assertThat(FairShare.of("b", members)).isEqualTo(Slots.COUNT);
  }

  @Test
  void if_all_are_busy_all_have_a_share() {
    List<Member> members = List.of(new Member("a", true), new Member("b", true));

    assertThat(FairShare.of("a", members)).isEqualTo(16);
    assertThat(FairShare.of("stranger", members)).isZero();
  }

  @Test
  void slots_are_taken_from_below_and_given_up_from_above() {
    assertThat(Slots.lowest(0b1011, 2)).isEqualTo(0b0011);
    assertThat(Slots.highest(0b1011, 2)).isEqualTo(0b1010);
    assertThat(Slots.lowest(0b1, 5)).isEqualTo(0b1);
    assertThat(Slots.highest(Slots.ALL, -3)).isZero();
  }
}
