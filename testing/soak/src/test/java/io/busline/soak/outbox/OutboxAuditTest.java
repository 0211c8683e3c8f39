package io.busline.soak.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.soak.outbox.OutboxAudit.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each fault, and no other, is found. */
class OutboxAuditTest {
  private final Map<String, Change> committed = new HashMap<>();
  private final List<Change> published = new ArrayList<>();
  private final List<String> handled = new ArrayList<>();

  private Change commit(String key, long n) {
    Change change = new Change(key, n, key + n);
    committed.put(change.token(), change);
    return change;
  }

  private void publish(Change change) {
    published.add(change);
    handled.add(change.token());
  }

  private OutboxAudit.Result audit() {
    return new OutboxAudit(committed, published, handled).result();
  }

  @Test
  void what_is_committed_published_and_handled_is_no_fault() {
    publish(commit("a", 1));
    publish(commit("b", 1));
    publish(commit("a", 2));

    assertThat(audit()).isEqualTo(new OutboxAudit.Result(0, 0, 0, 0, 0, 0, List.of()));
    assertThat(audit().isClean()).isTrue();
  }

  @Test
  void an_event_that_was_never_published_is_missing_and_has_no_effect() {
    commit("a", 1);

    assertThat(audit().missing()).isEqualTo(1);
    assertThat(audit().unhandled()).isEqualTo(1);
    assertThat(audit().isClean()).isFalse();
  }

  @Test
  void an_event_of_a_transaction_that_rolled_back_is_a_phantom() {
    publish(commit("a", 1));
    committed.clear();

    assertThat(audit().phantom()).isEqualTo(1);
  }

  @Test
  void an_event_before_an_earlier_one_of_its_key_is_misordered() {
    Change first = commit("a", 1);
    publish(commit("a", 2));
    publish(first);

    assertThat(audit().misordered()).isPositive();
    assertThat(audit().isClean()).isFalse();
  }

  @Test
  void an_event_that_came_twice_and_had_its_effect_once_is_allowed() {
    Change change = commit("a", 1);
    publish(change);
    published.add(change);

    assertThat(audit().doubled()).isEqualTo(1);
    assertThat(audit().isClean()).isTrue();
  }

  @Test
  void an_effect_that_came_twice_is_a_fault() {
    Change change = commit("a", 1);
    publish(change);
    handled.add(change.token());

    assertThat(audit().handledAgain()).isEqualTo(1);
    assertThat(audit().isClean()).isFalse();
  }
}
