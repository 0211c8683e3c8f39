package io.busline.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.admin.DeadLetter;
import io.busline.admin.DeadLetter.Reason;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LetterBookTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private final Shelf shelf = new Shelf();
  private final LetterBook book = new LetterBook(shelf);

  /** A log in a list, which counts what is read of it. */
  private static final class Shelf implements LetterLog {
    private final List<LetterEntry> entries = new ArrayList<>();
    private String identity = "";
    private boolean keepsLast;
    private int read;

    void store(String id) {
      entries.add(new LetterEntry.Stored(entries.size(), letter(id)));
    }

    void remove(String id) {
      entries.add(new LetterEntry.Removed(entries.size(), List.of(id)));
    }

    void foreign(String key) {
      entries.add(new LetterEntry.Foreign(entries.size(), key));
    }

    @Override
    public String identity() {
      return identity;
    }

    @Override
    public boolean keepsLast() {
      return keepsLast;
    }

    @Override
    public long end() {
      return entries.size();
    }

    @Override
    public void read(long from, long end, Predicate<LetterEntry> taker) {
      for (LetterEntry entry : List.copyOf(entries.subList((int) from, (int) end))) {
        read++;
        if (!taker.test(entry)) {
          return;
        }
      }
    }
  }

  private static DeadLetter letter(String id) {
    return letter(id, 9);
  }

  private static DeadLetter letter(String id, int bytes) {
    Event<byte[]> event =
        Event.builder("order.created", new byte[bytes]).id(id).source("s").build();
    return new DeadLetter(id, "g", "order", event, Reason.HANDLER_FAILED, "", 1, NOON, NOON);
  }

  private List<String> ids() {
    return ids(book.list(DeadLetterQuery.all(), "", 100));
  }

  private static List<String> ids(LetterPage page) {
    return page.letters().stream().map(DeadLetter::id).toList();
  }

  @Test
  void what_was_removed_is_not_there_and_what_was_stored_again_is() {
    for (String id : List.of("1", "2", "3")) {
      shelf.store(id);
    }
    shelf.remove("2");
    shelf.remove("3");
    shelf.store("3");
    shelf.store("1");

    assertThat(ids()).containsExactly("1", "3");
    assertThat(book.count()).containsOnlyKeys("g").containsEntry("g", 2L);
    assertThat(book.present(List.of("1", "2", "1"))).containsExactly("1");
  }

  @Test
  void an_entry_is_read_once_and_those_of_a_page_once_more() {
    for (int i = 0; i < 100; i++) {
      shelf.store("" + i);
    }
    book.count();
    shelf.read = 0;

    LetterPage first = book.list(DeadLetterQuery.all(), "", 10);
    LetterPage second = book.list(DeadLetterQuery.all(), first.next(), 10);

    assertThat(ids(second)).containsExactlyElementsOf(numbers(10, 20));
    assertThat(shelf.read).as("20 letters, and the last known entry twice").isEqualTo(22);
  }

  @Test
  void what_is_read_to_list_letters_is_not_read_again_for_their_pages() {
    for (int i = 0; i < 100; i++) {
      shelf.store("" + i);
    }
    shelf.remove("0");

    LetterPage first = book.list(DeadLetterQuery.all(), "", 50);
    shelf.remove("98");
    shelf.store("100");
    LetterPage second = book.list(DeadLetterQuery.all(), first.next(), 50);

    assertThat(ids(first)).containsExactlyElementsOf(numbers(1, 51));
    assertThat(ids(second)).containsExactlyElementsOf(without("98", numbers(51, 100)));
    assertThat(second.next()).isEmpty();
    assertThat(shelf.read).as("103 entries, and the last known one once more").isEqualTo(104);
    assertThat(ids()).as("another list reads its letters").contains("100");
    assertThat(shelf.read).isGreaterThan(104 + 97);
  }

  private static List<String> without(String id, List<String> ids) {
    return ids.stream().filter(each -> !each.equals(id)).toList();
  }

  @Test
  void of_large_letters_few_are_kept_between_pages() {
    for (int i = 0; i < 20; i++) {
      shelf.entries.add(new LetterEntry.Stored(i, letter("" + i, 1 << 20)));
    }

    LetterPage first = book.list(DeadLetterQuery.all(), "", 10);
    LetterPage second = book.list(DeadLetterQuery.all(), first.next(), 10);

    assertThat(ids(first)).containsExactlyElementsOf(numbers(0, 10));
    assertThat(ids(second)).containsExactlyElementsOf(numbers(10, 20));
    assertThat(shelf.read).as("20, 3 and 10, and the last known one once").isEqualTo(34);
  }

  @Test
  void an_entry_may_tell_of_several_letters_that_they_were_removed() {
    for (String id : List.of("1", "2", "3")) {
      shelf.store(id);
    }
    shelf.entries.add(new LetterEntry.Removed(3, List.of("1", "3")));

    assertThat(ids()).containsExactly("2");
    assertThat(ids()).containsExactly("2");
    assertThat(book.count()).containsEntry("g", 1L);
  }

  private static List<String> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Integer::toString).toList();
  }

  @Test
  void a_log_that_was_made_anew_is_read_from_its_beginning() {
    shelf.store("1");
    shelf.store("2");
    assertThat(ids()).containsExactly("1", "2");
    shelf.entries.clear();
    shelf.store("3");
    assertThat(ids()).as("it is shorter").containsExactly("3");
    shelf.entries.clear();
    shelf.store("4");
    shelf.store("5");
    assertThat(ids()).as("another entry is in the last one's position").containsExactly("4", "5");
    shelf.identity = "another";
    shelf.entries.clear();
    shelf.store("6");
    shelf.store("5");
    assertThat(ids()).as("it says that it is another").containsExactly("6", "5");
  }

  @Test
  void foreign_entries_are_passed_over_and_known() {
    shelf.store("1");
    shelf.foreign("");

    assertThat(ids()).containsExactly("1");
    assertThat(ids()).containsExactly("1");
    assertThat(book.foreign()).containsExactly(1L);
  }

  @Test
  void in_a_log_that_keeps_the_last_entry_of_a_key_that_one_counts() {
    shelf.keepsLast = true;
    shelf.store("1");
    shelf.store("2");
    shelf.store("1");
    shelf.foreign("2");
    assertThat(ids()).containsExactly("1");
    shelf.remove("2");
    assertThat(book.foreign()).isEmpty();
  }
}
