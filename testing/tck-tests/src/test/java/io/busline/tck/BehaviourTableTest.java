package io.busline.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.spi.Capability;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the kit against the list of behaviours in {@code behaviours.txt}, and writes {@code
 * target/behaviours.md}: which test shows what, where it applies, and what no test shows.
 */
class BehaviourTableTest {

  /** A line of the list; the reason is empty for what a test must show. */
  private record Entry(String id, String text, String reason) {}

  private final Map<String, Entry> list = read();
  private final List<Method> tests = tests();

  @Test
  void every_test_of_the_kit_shows_a_behaviour_of_the_list() {
    for (Method test : tests) {
      assertThat(ids(test)).as(test.getName()).isNotEmpty();
      assertThat(list.keySet()).as(test.getName()).containsAll(ids(test));
    }
  }

  @Test
  void every_behaviour_of_the_list_is_shown_by_a_test_or_left_out_for_a_reason() {
    for (Entry entry : list.values()) {
      assertThat(testsOf(entry.id()).isEmpty())
          .as("%s is left out: %s", entry.id(), entry.reason())
          .isEqualTo(!entry.reason().isEmpty());
    }
  }

  @Test
  void the_table_is_written() throws IOException {
    StringBuilder table = new StringBuilder("# What the compatibility kit shows\n");
    table.append("\n## Behaviours\n\n| Id | Behaviour | Tests |\n|---|---|---|\n");
    for (Entry entry : list.values()) {
      String shown =
          entry.reason().isEmpty()
              ? testsOf(entry.id()).stream()
                  .map(BehaviourTableTest::sentence)
                  .collect(Collectors.joining("; "))
              : "– " + entry.reason();
      table.append("| %s | %s | %s |%n".formatted(entry.id(), entry.text(), shown));
    }
    table.append(
        "\n## Tests\n\n| Theme | Test | Needs, else refused | Behaviours |\n|---|---|---|---|\n");
    for (Method test : tests) {
      table.append(
          "| %s | %s | %s | %s |%n"
              .formatted(theme(test), sentence(test), needs(test), String.join(", ", ids(test))));
    }

    Path file = Path.of("target", "behaviours.md");
    Files.createDirectories(file.getParent());
    Files.writeString(file, table);

    assertThat(file).content().contains("W22", "X19");
  }

  private List<Method> testsOf(String id) {
    return tests.stream().filter(test -> ids(test).contains(id)).toList();
  }

  private static List<Method> tests() {
    List<Method> tests = new ArrayList<>();
    Stream.of(BrokerCompatibilityKit.class, BrokerFaultKit.class)
        .flatMap(kit -> Stream.of(kit.getDeclaredClasses()))
        .filter(theme -> theme.isAnnotationPresent(Nested.class))
        .flatMap(theme -> Stream.of(theme.getSuperclass().getDeclaredMethods()))
        .filter(
            method ->
                method.isAnnotationPresent(Test.class)
                    || method.isAnnotationPresent(TestFactory.class))
        .forEach(tests::add);
    tests.sort(Comparator.comparing(BehaviourTableTest::theme).thenComparing(Method::getName));
    return tests;
  }

  private static Set<String> ids(Method test) {
    Behaviour behaviour = test.getAnnotation(Behaviour.class);
    return behaviour == null ? Set.of() : new LinkedHashSet<>(List.of(behaviour.value()));
  }

  private static String theme(Method test) {
    return test.getDeclaringClass().getSimpleName().replace("Contract", "");
  }

  private static String sentence(Method test) {
    return test.getName().replace('_', ' ');
  }

  private static String needs(Method test) {
    Set<Capability> needs = RefusalInstead.needs(test);
    return needs.isEmpty()
        ? "–"
        : needs.stream().map(Capability::name).collect(Collectors.joining(", "));
  }

  private static Map<String, Entry> read() {
    try (InputStream lines = BehaviourTableTest.class.getResourceAsStream("/behaviours.txt")) {
      Map<String, Entry> list = new LinkedHashMap<>();
      new String(lines.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\\|", -1))
          .map(parts -> new Entry(parts[0].strip(), parts[1].strip(), parts[2].strip()))
          .forEach(entry -> assertThat(list.put(entry.id(), entry)).as(entry.id()).isNull());
      return list;
    } catch (IOException e) {
      throw new AssertionError("behaviours.txt cannot be read", e);
    }
  }
}
