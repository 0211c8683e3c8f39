package io.busline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventIdsTest {

  @Test
  void ids_are_version_seven_distinct_and_in_order_of_time() {
    EventIds ids = new EventIds(new Random(1));

    List<String> made =
        IntStream.range(0, 10_000).mapToObj(i -> ids.next(1_700_000_000_000L + i / 10)).toList();

    assertThat(made).doesNotHaveDuplicates().isSorted();
    assertThat(UUID.fromString(made.get(0)).version()).isEqualTo(7);
    assertThat(UUID.fromString(made.get(0)).variant()).isEqualTo(2);
  }
}
