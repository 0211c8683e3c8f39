package io.busline.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs what a page says can be run, each program in an empty folder and a process of its own. */
class RunSnippetTest {
  @TempDir private static Path folder;
  private static JavaSnippets snippets;

  @BeforeAll
  static void compile() {
    List<Page> pages =
        Page.all().stream()
            .filter(page -> page.snippets().stream().anyMatch(RunSnippetTest::isProgram))
            .toList();
    snippets = new JavaSnippets(pages, folder);
    assertThat(snippets.compile()).isEmpty();
  }

  private static boolean isProgram(Snippet snippet) {
    return snippet.words().contains("run");
  }

  static Stream<JavaSource> programs() {
    return snippets.sources().stream().filter(source -> isProgram(source.snippet()));
  }

  /** What the page says that a program prints: the block of text that follows it. */
  private static List<String> promised(Snippet program) {
    return Page.all().stream()
        .filter(page -> page.path().equals(program.page()))
        .flatMap(page -> page.snippets().stream())
        .dropWhile(snippet -> !snippet.equals(program))
        .skip(1)
        .findFirst()
        .filter(snippet -> snippet.language().equals("text"))
        .map(Snippet::lines)
        .orElse(List.of());
  }

  @ParameterizedTest
  @MethodSource("programs")
  void a_program_prints_what_its_page_says(JavaSource program, @TempDir Path empty)
      throws IOException, InterruptedException {
    List<String> promised = promised(program.snippet());
    Path output = empty.resolve("output.txt");
    Process process = start(program.className(), empty, output);
    try {
      while (process.isAlive()
          && (promised.isEmpty() || !Files.readAllLines(output).containsAll(promised))) {
        process.waitFor(20, TimeUnit.MILLISECONDS);
      }
      if (promised.isEmpty()) {
        assertThat(process.waitFor()).as(Files.readString(output)).isZero();
      }
    } finally {
      process.destroy();
      process.waitFor();
    }

    assertThat(Files.readAllLines(output)).containsAll(promised);
  }

  private static Process start(String className, Path empty, Path output) throws IOException {
    String classPath =
        Stream.concat(Stream.of(folder.toFile()), JavaSnippets.classPath().stream())
            .map(File::getAbsolutePath)
            .collect(Collectors.joining(File.pathSeparator));
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath,
            className)
        .directory(empty.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

  @Test
  void a_test_in_a_page_passes() throws Exception {
    List<JavaSource> tests =
        snippets.sources().stream()
            .filter(source -> source.snippet().file().endsWith("Test.java"))
            .toList();
    assertThat(tests).isNotEmpty();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      for (JavaSource test : tests) {
        LauncherFactory.create()
            .execute(
                LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(loader.loadClass(test.className())))
                    .build(),
                listener);
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getFailures().stream().map(failure -> failure.getException())).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isPositive();
      }
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
