package io.busline.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class ProgressListenerTest {
  @TempDir Path folder;

  @Test
  void a_class_is_counted_with_all_that_is_nested_in_it() throws IOException {
    List<String> lines = linesOf(Mixed.class);

    assertThat(lines.get(0))
        .matches("begin\t" + Pattern.quote(Mixed.class.getName()) + "\t/.*\t[0-9]+");
    assertThat(lines.get(lines.size() - 1)).matches("end\t.*Mixed\t4\t1\t1\t[0-9]+\t[0-9]+");
  }

  @Test
  void a_failure_is_told_with_the_method_that_runs_it_alone_and_its_trace_in_one_line()
      throws IOException {
    assertThat(linesOf(Mixed.class))
        .filteredOn(line -> line.startsWith("failed"))
        .singleElement()
        .asString()
        .startsWith("failed\t" + Mixed.class.getName() + "\tfails\t")
        .contains("IllegalStateException: two\\nlines, a \\ttab\\n\\tat ");
  }

  @Test
  void a_skipped_test_is_told_with_its_reason() throws IOException {
    assertThat(linesOf(Mixed.class))
        .contains("skipped\t" + Mixed.class.getName() + "\tisSkipped()\tnot today");
  }

  @Test
  void a_class_that_cannot_begin_is_one_failure() throws IOException {
    List<String> lines = linesOf(Broken.class);

    assertThat(lines).anyMatch(line -> line.startsWith("failed\t" + Broken.class.getName()));
    assertThat(lines.get(lines.size() - 1)).contains("Broken\t0\t1\t0\t");
  }

  @Test
  void nothing_is_written_where_nobody_asks() throws IOException {
    run(Mixed.class, new ProgressListener(null));

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).isEmpty();
    }
  }

  private List<String> linesOf(Class<?> tests) throws IOException {
    run(tests, new ProgressListener(folder));
    try (Stream<Path> files = Files.list(folder)) {
      return Files.readAllLines(files.findFirst().orElseThrow());
    }
  }

  private static void run(Class<?> tests, ProgressListener listener) {
    LauncherConfig alone =
        LauncherConfig.builder()
            .enableTestExecutionListenerAutoRegistration(false)
            .addTestExecutionListeners(listener)
            .build();
    LauncherFactory.create(alone)
        .execute(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(tests)).build());
  }

  static class Mixed {
    @Test
    void passes() {}

    @Test
    void fails() {
      throw new IllegalStateException("two\nlines, a \ttab");
    }

    @Test
    @Disabled("not today")
    void isSkipped() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void passesTwice(int number) {
      assertThat(number).isPositive();
    }

    @Nested
    class Inner {
      @Test
      void passesToo() {}
    }
  }

  static class Broken {
    @BeforeAll
    static void begin() {
      fail("cannot begin");
    }

    @Test
    void never() {}
  }
}
