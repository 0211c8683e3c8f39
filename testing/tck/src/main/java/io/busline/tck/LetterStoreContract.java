package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetter.Reason;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.spi.Capability;
import io.busline.spi.DeadLetterStore;
import io.busline.spi.LetterPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What {@link DeadLetterStore} promises to the engine. */
@Needs(Capability.DEAD_LETTERS)
abstract class LetterStoreContract extends Contract {
  private static final Instant LONG_AGO = Instant.parse("2026-01-02T03:04:05.678Z");

  LetterStoreContract(Supplier<BrokerHarness> harnesses) {
    super(harnesses);
  }

  @Test
  @Behaviour({"X06", "W42"})
  void a_letter_comes_back_as_it_was_stored() {
    DeadLetter letter =
        new DeadLetter(
            "0123456789abcdef",
            scene().name("a"),
            type("order"),
            Event.builder(type("order.created"), new byte[] {0, -1, 2})
                .id("ü/1")
                .source("/s")
                .subject("k 1")
                .time(LONG_AGO)
                .dataContentType("application/octet-stream")
                .dataSchema("https://example.com/schema")
                .extension("x", "…")
                .build(),
            Reason.HANDLER_TIMED_OUT,
            "java.lang.Exception: why\n  at Somewhere.method(Somewhere.java:1)\ncaused by …",
            7,
            LONG_AGO,
            LONG_AGO.plusSeconds(60));

    store(letter);

    assertThat(list(DeadLetterQuery.ofId(letter.id()))).containsExactly(letter);
  }

  @Test
  @Behaviour("X06")
  void storing_a_letter_again_changes_nothing() {
    DeadLetter letter = letter("1");
    store(letter);
    store(letter("2"));

    store(letter);
    store(
        new DeadLetter(
            letter.id(),
            letter.group(),
            letter.topic(),
            letter.event(),
            Reason.UNDECODABLE,
            "another",
            1,
            LONG_AGO,
            LONG_AGO));

    assertThat(list(own())).containsExactly(letter, letter("2"));
  }

  @Test
  @Behaviour("X07")
  void pages_follow_one_another_without_gap_or_overlap() {
    List<DeadLetter> stored = new ArrayList<>();
    for (String number : Scene.numbers(25)) {
      stored.add(letter(number));
      store(letter(number));
    }

    List<DeadLetter> read = new ArrayList<>();
    forEachPage(10, read::addAll);

    assertThat(read).containsExactlyElementsOf(stored);
  }

  @Test
  @Behaviour("X07")
  void pages_follow_one_another_though_letters_are_removed_meanwhile() {
    List<DeadLetter> stored = new ArrayList<>();
    for (String number : Scene.numbers(9)) {
      stored.add(letter(number));
      store(letter(number));
    }

    List<DeadLetter> read = new ArrayList<>();
    forEachPage(
        2,
        page -> {
          read.addAll(page);
          letters().remove(page.stream().map(DeadLetter::id).toList());
        });

    assertThat(read).containsExactlyElementsOf(stored);
    assertThat(list(own())).isEmpty();
  }

  @Test
  @Behaviour("X07")
  void a_list_ends_with_what_was_there_when_it_was_begun() {
    for (String number : Scene.numbers(4)) {
      store(letter(number));
    }

    LetterPage first = letters().list(own(), "", 2);
    store(letter("9"));
    LetterPage second = letters().list(own(), first.next(), 10);

    assertThat(first.letters()).hasSize(2);
    assertThat(second.letters()).hasSize(2).doesNotContain(letter("9"));
    assertThat(second.next()).isEmpty();
  }

  private void forEachPage(int limit, Consumer<List<DeadLetter>> action) {
    String from = "";
    do {
      LetterPage page = letters().list(own(), from, limit);
      assertThat(page.letters()).hasSizeLessThanOrEqualTo(limit);
      action.accept(page.letters());
      from = page.next();
    } while (!from.isEmpty());
  }

  @Test
  @Behaviour("X07")
  void more_letters_than_a_page_are_listed_and_discarded() {
    List<DeadLetter> stored = new ArrayList<>();
    List<CompletableFuture<Void>> storing = new ArrayList<>();
    for (String number : Scene.numbers(520)) {
      stored.add(letter(number));
      storing.add(letters().store(letter(number)));
    }
    storing.forEach(each -> each.orTimeout(2, TimeUnit.MINUTES).join());

    assertThat(bus().deadLetters().list(own(), Integer.MAX_VALUE))
        .containsExactlyElementsOf(stored);
    assertThat(bus().deadLetters().discard(own())).isEqualTo(520);
    assertThat(list(own())).isEmpty();
  }

  @Test
  @Behaviour("X07")
  void every_part_of_a_query_restricts() {
    List.of("1", "2", "3").forEach(number -> store(letter(number)));
    DeadLetter second = letter("2");
    Instant died = second.deadAt();

    assertThat(list(own().withKey("key2"))).containsExactly(second);
    assertThat(list(own().withSince(died))).containsExactly(second, letter("3"));
    assertThat(list(own().withReason(Reason.UNDECODABLE))).isEmpty();
    assertThat(list(own().withTopic(type("other")))).isEmpty();
    assertThat(list(own().withType(type("other")))).isEmpty();
    assertThat(list(DeadLetterQuery.ofGroup(scene().name("other")))).isEmpty();
  }

  @Test
  @Behaviour("X07")
  void removing_counts_what_was_there_and_passes_over_the_rest() {
    List.of("1", "2", "3").forEach(number -> store(letter(number)));

    int removed = letters().remove(List.of(letter("1").id(), "unknown", letter("3").id()));

    assertThat(removed).isEqualTo(2);
    assertThat(letters().remove(List.of())).isZero();
    assertThat(list(own())).containsExactly(letter("2"));
  }

  @Test
  @Behaviour({"X06", "C30"})
  void a_letter_that_was_removed_can_be_stored_again() {
    store(letter("1"));
    letters().remove(List.of(letter("1").id()));

    store(letter("1"));

    assertThat(list(own())).containsExactly(letter("1"));
  }

  private DeadLetterStore letters() {
    return scene().broker().deadLetters().orElseThrow();
  }

  private void store(DeadLetter letter) {
    letters().store(letter).orTimeout(2, TimeUnit.MINUTES).join();
  }

  private List<DeadLetter> list(DeadLetterQuery query) {
    return bus().deadLetters().list(query, 100);
  }

  private DeadLetterQuery own() {
    return DeadLetterQuery.ofGroup(scene().name("a"));
  }

  private DeadLetter letter(String number) {
    Event<byte[]> event =
        Scene.event(type("order.created"), "key" + number, number).id(number).source("s").build();
    Instant died = LONG_AGO.plusSeconds(Integer.parseInt(number));
    return new DeadLetter(
        scene().name("letter" + number),
        scene().name("a"),
        type("order"),
        event,
        Reason.HANDLER_FAILED,
        "cause",
        3,
        LONG_AGO,
        died);
  }
}
