package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.spi.Capability;
import io.busline.spi.InboundMessage;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What consumers of one group promise to one another. */
@Needs({Capability.GROUPS, Capability.REDELIVERY})
abstract class SharingContract extends Contract {

  /** So many keys that, however a broker shares them out, each of two members has some. */
  private static final int MANY_KEYS = 50;

  SharingContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"G05", "W18"})
  void what_a_closed_consumer_held_goes_to_the_next_at_once_and_in_order() {
    Pair pair = new Pair(scene(), member("a"), member("a"));
    storeNumbers("k", 5);
    pair.pollUntil(() -> pair.arrived() == 5);

    pair.holder().consumer.close();
    pair.holder().consumer.close();

    assertThat(Member.texts(pair.other().take(5))).containsExactlyElementsOf(Scene.numbers(5));
  }

  @Test
  @Behaviour({"G08", "X17"})
  void acknowledging_what_another_holds_by_now_changes_nothing() {
    Member first = member("a");
    Scene.numbers(MANY_KEYS).forEach(number -> scene().stored("key" + number, number));
    List<InboundMessage> messages = first.take(MANY_KEYS);
    Member second = member("a");
    first.consumer.release(messages);
    new Pair(scene(), first, second).pollUntil(() -> !second.arrived.isEmpty());
    List<String> moved = Member.texts(second.arrived);

    List<InboundMessage> old =
        messages.stream().filter(m -> moved.contains(Journal.text(m.event()))).toList();
    first.consumer.ack(old);
    first.consumer.release(old);
    second.consumer.close();

    first.arrived.clear();
    pollUntilSeen(first, moved);
  }

  private void pollUntilSeen(Member member, List<String> texts) {
    scene()
        .await(
            "these come again: " + texts,
            () -> {
              member.takeWhatIsThere();
              return Member.texts(member.arrived).containsAll(texts);
            },
            member);
  }

  @Test
  @Needs(Capability.ORDER_PER_KEY)
  @Behaviour({"X17", "W06"})
  void nobody_else_gets_a_later_message_of_a_key_that_is_held() {
    Pair pair = new Pair(scene(), member("a"), member("a"));
    scene().stored("k", "1");
    pair.pollUntil(() -> pair.arrived() == 1);
    InboundMessage held = pair.holder().arrived.get(0);

    scene().stored("k", "2");
    for (String number : Scene.numbers(MANY_KEYS)) {
      scene().stored("witness" + number, "witness");
    }
    pair.pollUntil(() -> !pair.other().arrived.isEmpty());
    assertThat(Member.texts(pair.other().arrived)).containsOnly("witness");

    pair.holder().ack(held);
    pair.pollUntil(() -> pair.arrived() == MANY_KEYS + 2);
    assertThat(Member.texts(pair.other().arrived)).doesNotContain("1");
  }

  @Test
  @Behaviour({"X17", "C11"})
  void a_consumer_that_falls_silent_loses_what_it_holds_and_is_told() {
    Duration lease = scene().lease();
    Pair pair = new Pair(scene(), member("a"), member("a"));
    scene().stored("k", "1");
    pair.pollUntil(() -> pair.arrived() == 1);
    Member silent = pair.holder();
    Member other = pair.other();
    InboundMessage lost = silent.arrived.get(0);

    scene().pass(lease.multipliedBy(2));

    InboundMessage found = other.takeOne();
    assertThat(found.event()).isEqualTo(lost.event());
    silent.takeWhatIsThere();
    assertThat(silent.revoked).containsExactly(lost);
    silent.ack(lost);
    other.consumer.close();
    assertThat(Member.texts(silent.take(1))).containsExactly("1");
  }

  private void storeNumbers(String key, int count) {
    Scene.numbers(count).forEach(number -> scene().stored(key, number));
  }

  private Member member(String group) {
    return new Member(scene(), scene().connect(), scene().name(group));
  }
}
