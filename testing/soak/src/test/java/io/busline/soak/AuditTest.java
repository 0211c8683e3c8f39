package io.busline.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An auditor is worth what it finds: each test plants something. */
class AuditTest {
  private final Tape tape = new Tape();

  private static void assertFound(Audit audit, Check check, String what) {
    assertThat(audit.counts()).isEqualTo(Map.of(check, 1));
    assertThat(audit.examples().get(check)).hasSize(1);
    assertThat(audit.examples().get(check).get(0).what()).contains(what);
    assertThat(audit.hasFaults()).isEqualTo(check.isFault);
  }

  @Test
  void nothing_is_found_where_nothing_is_wrong() {
    tape.published(10, "k.0").handled(20, "k.0", "one").copy(21, "k.0", "c1");
    tape.published(30, "k.1").handled(40, "k.1", "two").copy(41, "k.1", "c2");

    assertThat(tape.audit().counts()).isEmpty();
  }

  @Test
  void an_event_with_a_receipt_that_one_group_never_handled_is_missing() {
    tape.published(10, "k.0").handled(20, "k.0", "one");

    assertFound(tape.audit(), Check.MISSING, "k.0, h");
  }

  @Test
  void an_event_without_a_receipt_is_never_missing() {
    tape.tried(10, "k.0");
    tape.tried(10, "l.0").says("publisher", Line.Kind.UNKNOWN, 11, "l.0", "");
    tape.tried(10, "m.0").says("publisher", Line.Kind.FAILED, 11, "m.0", "");

    assertThat(tape.audit().counts()).isEmpty();
  }

  @Test
  void a_dead_letter_is_not_missing_once_it_is_told_or_listed() {
    tape.alone().published(10, "k.20").letter(20, "k.20");
    tape.published(30, "k.60");
    tape.journal.list("g", List.of("k.20", "k.60"));

    assertThat(tape.audit().counts()).isEmpty();
  }

  @Test
  void what_may_still_be_on_its_way_is_not_missing() {
    tape.alone().published(10, "k.0").published(5_000, "k.1");

    assertFound(tape.audit(1_000), Check.MISSING, "k.0");
  }

  @Test
  void a_broker_that_keeps_nothing_loses_nothing() {
    tape.promises = new Promises(false, false, false, false);
    tape.published(10, "k.0");

    assertThat(tape.audit().counts()).isEmpty();
  }

  @Test
  void what_was_there_when_a_topic_was_deleted_is_lost_with_it() {
    tape.alone().published(10, "k.0").happened(Mishap.DELETE_TOPIC, 15, 20);

    assertFound(tape.audit(), Check.LOST_WITH_DELETED, "k.0, g");
  }

  @Test
  void what_was_published_after_a_topic_was_deleted_is_missing() {
    tape.alone().happened(Mishap.DELETE_TOPIC, 15, 20).published(21, "k.0");

    assertFound(tape.audit(), Check.MISSING, "k.0, g");
  }

  @Test
  void a_receipt_for_what_was_published_again_after_the_deletion_counts() {
    tape.alone().tried(10, "k.0").says("publisher", Line.Kind.UNKNOWN, 12, "k.0", "");
    tape.happened(Mishap.DELETE_STREAM, 15, 20).published(21, "k.0");

    assertFound(tape.audit(), Check.MISSING, "k.0, g");
  }

  @Test
  void the_deletion_of_a_groups_queue_excuses_that_group_alone() {
    tape.published(10, "k.0").happened(Mishap.DELETE_QUEUE, 15, 20, "g");

    Audit audit = tape.audit();

    assertThat(audit.counts()).isEqualTo(Map.of(Check.LOST_WITH_DELETED, 1, Check.MISSING, 1));
    assertThat(audit.examples().get(Check.MISSING).get(0).what()).contains("k.0, h");
  }

  @Test
  void the_deletion_of_what_holds_no_event_excuses_nothing() {
    tape.alone().published(10, "k.0").happened(Mishap.DELETE_EXCHANGE, 15, 20);

    assertFound(tape.audit(), Check.MISSING, "k.0, g");
  }

  @Test
  void an_event_that_waited_for_minutes_was_stuck() {
    tape.alone().published(10, "k.0").handled(130_500, "k.0", "one");

    assertFound(tape.audit(), Check.STUCK, "k.0, g: waited for 130 s");
  }

  @Test
  void an_event_that_waited_for_minutes_until_it_was_deleted_was_stuck_as_well() {
    tape.alone().published(10, "k.0").published(100_000, "k.1");
    tape.happened(Mishap.DELETE_TOPIC, 150_000, 150_100);

    Audit audit = tape.audit();

    assertThat(audit.counts()).isEqualTo(Map.of(Check.STUCK, 1, Check.LOST_WITH_DELETED, 2));
    assertThat(audit.examples().get(Check.STUCK).get(0).what())
        .contains("k.0, g: waited for 149 s");
  }

  @Test
  void a_second_handling_without_a_cause_is_told_apart() {
    tape.alone().happened(Mishap.INSTANCE_KILL, 10, 1_000, "g");
    tape.happened(Mishap.PUBLISHER_KILL, 60_000, 60_100);
    tape.published(500, "k.0").handled(900, "k.0", "one").handled(1_500, "k.0", "two");
    tape.published(60_000, "k.1").handled(60_010, "k.1", "one").handled(60_020, "k.1", "two");

    Audit audit = tape.audit();

    assertThat(audit.counts()).isEqualTo(Map.of(Check.DOUBLED, 1, Check.DOUBLED_WITHOUT_CAUSE, 1));
    assertThat(audit.examples().get(Check.DOUBLED_WITHOUT_CAUSE).get(0).what())
        .contains("k.1, g: handled in one and two, 10 ms later");
    assertThat(audit.hasFaults()).isFalse();
  }

  @Test
  void what_happens_to_one_group_excuses_no_other() {
    tape.published(10, "k.0").handled(20, "k.0", "one");
    tape.happened(Mishap.INSTANCE_KILL, 25, 30, "g");
    tape.copy(20, "k.0", "c1").copy(40, "k.0", "c1");

    assertFound(tape.audit(), Check.DOUBLED_WITHOUT_CAUSE, "k.0, h");
  }

  @Test
  void an_event_that_was_published_twice_may_be_handled_twice() {
    tape.alone().tried(10, "k.0").says("publisher", Line.Kind.UNKNOWN, 11, "k.0", "");
    tape.published(20, "k.0").handled(30, "k.0", "one").handled(40, "k.0", "one");

    assertFound(tape.audit(), Check.DOUBLED, "k.0");
  }

  @Test
  void an_event_that_was_overtaken_within_its_key_is_found() {
    tape.alone().published(10, "k.0").published(20, "k.1").published(30, "k.2");
    tape.handled(40, "k.1", "one").handled(50, "k.2", "one").handled(60, "k.0", "two");

    assertFound(tape.audit(), Check.MISORDERED, "k.0, g: handled in two, 20 ms after k.1 in one");
  }

  @Test
  void only_first_handlings_have_an_order() {
    tape.alone().published(10, "k.0").published(20, "k.1").happened(Mishap.BROKER_KILL, 45, 46);
    tape.handled(40, "k.0", "one").handled(50, "k.1", "one").handled(60, "k.0", "one");

    assertFound(tape.audit(), Check.DOUBLED, "k.0");
  }

  @Test
  void events_that_were_published_at_the_same_time_have_no_order() {
    tape.alone().tried(10, "k.0").tried(20, "k.1").receipt(30, "k.0").receipt(31, "k.1");
    tape.handled(40, "k.1", "one").handled(50, "k.0", "one");

    assertThat(tape.audit().counts()).isEmpty();
  }

  @Test
  void an_event_of_a_topic_that_was_deleted_may_come_after_those_of_the_new_one() {
    tape.alone().published(10, "k.0").happened(Mishap.DELETE_TOPIC, 15, 16).published(20, "k.1");
    tape.handled(40, "k.1", "one").handled(50, "k.0", "one");

    assertThat(tape.audit().counts()).isEmpty();
  }

  @Test
  void a_receipt_that_says_nowhere_is_false_while_groups_are_there() {
    tape.tried(10, "k.0").says("publisher", Line.Kind.NOWHERE, 11, "k.0", "");

    assertFound(tape.audit(), Check.NOWHERE, "k.0");
  }

  @Test
  void a_failure_is_false_if_the_event_was_handled() {
    tape.alone().tried(10, "k.0").says("publisher", Line.Kind.FAILED, 11, "k.0", "");
    tape.handled(20, "k.0", "one");

    assertFound(tape.audit(), Check.FAILED_YET_HANDLED, "k.0, g");
  }

  @Test
  void what_nobody_has_published_is_a_phantom() {
    tape.alone().handled(20, "k.0", "one");

    assertFound(tape.audit(), Check.PHANTOM, "k.0, g");
  }

  @Test
  void two_outputs_of_one_event_are_found() {
    tape.published(10, "k.0").handled(20, "k.0", "one").copy(30, "k.0", "c1").copy(40, "k.0", "c2");
    tape.happened(Mishap.INSTANCE_KILL, 25, 26);

    Audit audit = tape.audit();

    assertThat(audit.counts()).isEqualTo(Map.of(Check.OUTPUT_DOUBLED, 1, Check.DOUBLED, 1));
    assertThat(audit.hasFaults()).isTrue();
  }

  @Test
  void a_dead_letter_that_was_told_and_is_not_there_is_found() {
    tape.alone().published(10, "k.20").letter(20, "k.20");
    tape.journal.list("g", List.of());

    assertFound(tape.audit(), Check.LETTER_GONE, "k.20, g");
  }

  @Test
  void a_dead_letter_of_an_event_that_was_to_be_handled_is_found() {
    tape.alone().published(10, "k.0").letter(20, "k.0");

    assertFound(tape.audit(), Check.LETTER_UNMEANT, "k.0, g");
  }

  @Test
  void there_is_an_example_for_each_mishap_after_which_something_was_found() {
    tape.alone().happened(Mishap.BROKER_KILL, 100, 200).published(300, "k.1").published(310, "k.2");
    tape.happened(Mishap.INSTANCE_KILL, 400, 500).published(600, "k.3");

    List<Example> examples = tape.audit().examples().get(Check.MISSING);

    assertThat(examples).hasSize(2);
    assertThat(examples.get(0).what()).contains("k.1");
    assertThat(examples.get(0).count()).isEqualTo(2);
    assertThat(examples.get(1).after().orElseThrow().mishap()).isEqualTo(Mishap.INSTANCE_KILL);
  }

  @Test
  void a_fault_that_was_seen_at_once_is_counted() {
    tape.journal.fault(new Finding(Check.NOT_ENDED, 5, "one: still there"));

    assertFound(tape.audit(), Check.NOT_ENDED, "one");
  }
}
