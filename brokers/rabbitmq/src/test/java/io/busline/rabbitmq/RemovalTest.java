package io.busline.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RemovalTest {
  private static final Envelope ANY = new Envelope(1, false, "", "any");

  private static List<String> ids(Removal removal) {
    Delivery entry = new Delivery(ANY, removal.properties(), removal.body());
    return Objects.requireNonNull(Removal.of(entry)).ids();
  }

  @Test
  void one_letter_is_named_in_a_header_as_it_always_was() {
    Removal removal = Removal.of(List.of("a")).get(0);

    assertThat(removal.body()).isEmpty();
    assertThat(removal.properties().getHeaders()).containsValue("a");
    assertThat(ids(removal)).containsExactly("a");
  }

  @Test
  void many_letters_are_named_by_few_entries_of_a_bounded_size() {
    List<String> all = IntStream.range(0, 1_000).mapToObj("letter-%020d"::formatted).toList();

    List<Removal> removals = Removal.of(all);

    assertThat(removals).hasSize(4);
    assertThat(removals).allMatch(removal -> removal.body().length < 8_192);
    assertThat(removals.stream().flatMap(removal -> ids(removal).stream()).toList()).isEqualTo(all);
  }

  @Test
  void an_id_of_a_foreign_letter_may_have_lines() {
    List<String> all = List.of("a", "b\nc", "d", "");

    assertThat(Removal.of(all).stream().flatMap(removal -> ids(removal).stream()).toList())
        .containsExactlyElementsOf(all);
  }

  @Test
  void nothing_removed_is_no_entry_and_a_letter_is_no_removal() {
    assertThat(Removal.of(List.of())).isEmpty();
    assertThat(Removal.of(new Delivery(ANY, new BasicProperties(), new byte[0]))).isNull();
  }
}
