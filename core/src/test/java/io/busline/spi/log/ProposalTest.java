package io.busline.spi.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.spi.log.SlotRecord.Retry;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProposalTest {
  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
  private static final int LOW = 0x0000_FFFF;
  private static final int HIGH = 0xFFFF_0000;
  private static final Retry RETRY = new Retry(3, 2, Instant.EPOCH);

  /** a owns the lower slots and b the upper ones, and all were read up to 10. */
  private final SlotRecord shared =
      SlotRecord.startingAfter(10, CREATED).handing(LOW, "a").handing(HIGH, "b");

  private final Ledger ours = Ledger.startingAfter(10);

  private Proposal progress(int slots) {
    return Proposal.progress("a", slots, ours, Map.of(15L, RETRY), Marks.NONE);
  }

  @Test
  void a_member_records_what_it_has_done_of_its_own_slots_only() {
    ours.read(Slots.ALL, 20);

    SlotRecord record = progress(Slots.ALL).apply(shared);

    assertThat(record.ledger().slotsByReadTo()).isEqualTo(Map.of(20L, LOW, 10L, HIGH));
    assertThat(record.retries(Slots.ALL)).isEqualTo(Map.of(15L, RETRY));
  }

  @Test
  void a_member_that_lost_its_slots_changes_nothing() {
    ours.read(Slots.ALL, 20);
    SlotRecord taken = shared.burying(LOW, 30).handing(LOW, "b");

    SlotRecord record = progress(LOW).giving(LOW).apply(taken);

    assertThat(record.encode()).isEqualTo(taken.encode());
  }

  @Test
  void slots_that_it_owns_and_has_not_taken_over_are_left_as_they_are() {
    ours.read(Slots.ALL, 20);

    SlotRecord record = progress(1).apply(shared);

    assertThat(record.ledger().slotsByReadTo()).isEqualTo(Map.of(20L, 1, 10L, ~1));
  }

  @Test
  void slots_that_are_given_up_are_free_and_their_progress_stays() {
    ours.read(LOW, 20);
    ours.arrived(3, 15);

    SlotRecord record = progress(LOW).giving(1 << 3 | HIGH).apply(shared);

    assertThat(record.ownedBy(null)).isEqualTo(1 << 3);
    assertThat(record.crashed(3)).isZero();
    assertThat(record.ledger().again(Slots.ALL, 9)).containsExactly(Map.entry(15L, 3));
    assertThat(record.retries(1 << 3)).containsKey(15L);
  }

  @Test
  void slots_of_a_lost_owner_are_marked_and_taken_up_to_the_fair_share() {
    SlotRecord record = progress(LOW).taking(20, Set.of("b"), 99).apply(shared);

    assertThat(record.ownedBy("a")).isEqualTo(LOW | 0x000F_0000);
    assertThat(record.ownedBy(null)).isEqualTo(0xFFF0_0000);
    assertThat(record.crashed(16)).isEqualTo(99);
    assertThat(record.crashed(31)).isEqualTo(99);
    assertThat(record.crashed(0)).isZero();
  }

  @Test
  void nothing_is_taken_from_a_living_owner() {
    SlotRecord record = progress(LOW).taking(32, Set.of(), 0).apply(shared);

    assertThat(record.ownedBy("b")).isEqualTo(HIGH);
  }

  @Test
  void applied_again_it_gives_the_same() {
    ours.read(LOW, 20);
    Proposal proposal = progress(LOW).giving(1).taking(20, Set.of("b"), 99).rewinding(12, 0);

    assertThat(proposal.apply(shared).encode()).isEqualTo(proposal.apply(shared).encode());
  }

  @Test
  void a_log_that_was_put_back_is_wound_back_for_all_owners_and_told() {
    SlotRecord before = progress(LOW).apply(shared);
    ours.read(LOW, 20);

    SlotRecord record =
        Proposal.progress("a", LOW, Ledger.startingAfter(5), Map.of(), Marks.NONE)
            .rewinding(5, 0)
            .apply(before);

    assertThat(record.ledger().slotsByReadTo()).isEqualTo(Map.of(5L, Slots.ALL));
    assertThat(record.retries(Slots.ALL)).isEmpty();
    assertThat(record.restorations.since(0)).isEqualTo(5);
  }

  @Test
  void what_a_member_records_that_does_not_know_of_it_yet_is_wound_back() {
    SlotRecord putBack = shared.putBack(5);
    ours.read(LOW, 20);

    SlotRecord record = progress(LOW).apply(putBack);

    assertThat(record.ledger().slotsByReadTo()).isEqualTo(Map.of(5L, Slots.ALL));
    assertThat(record.retries(Slots.ALL)).isEmpty();
    assertThat(record.restorations.count()).isEqualTo(1);
  }

  @Test
  void a_restoration_that_others_have_told_is_not_told_again() {
    SlotRecord putBack = shared.putBack(5);

    SlotRecord record = progress(LOW).rewinding(7, 0).apply(putBack);

    assertThat(record.restorations.count()).isEqualTo(1);
  }
}
