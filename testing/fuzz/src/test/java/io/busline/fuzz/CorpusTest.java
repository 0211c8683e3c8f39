package io.busline.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every input that is kept is read, or refused with an error of ours, within its limits. */
class CorpusTest {

  static Stream<String> targets() {
    return Corpus.targets();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void every_input_is_read_or_refused(String name) {
    Target target = Corpus.target(name);
    int read = 0;
    for (Map.Entry<String, byte[]> input : Corpus.of(name).entrySet()) {
      try {
        read += Guard.read(target, input.getValue()) ? 1 : 0;
      } catch (Throwable e) {
        fail("corpus/%s/%s".formatted(name, input.getKey()), e);
      }
    }
    assertThat(read).as("inputs that are read").isPositive();
  }

  @Test
  void every_target_has_a_name_of_its_own() {
    List<String> names = targets().toList();

    assertThat(names).isNotEmpty().doesNotHaveDuplicates().allMatch(n -> n.matches("[a-z-]+"));
  }
}
