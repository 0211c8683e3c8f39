package io.busline.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;

/** What {@code spring-boot:process-aot} makes of an application works as the application does. */
@Tag("slow")
class AheadOfTimeTest {
  @TempDir Path folder;

  @Test
  void an_application_that_was_processed_ahead_of_time_publishes_and_handles() throws Exception {
    assertThat(
            java(
                List.of(),
                SpringApplicationAotProcessor.class,
                AheadOfTimeShop.class.getName(),
                folder.resolve("sources").toString(),
                folder.resolve("resources").toString(),
                folder.resolve("classes").toString(),
                "shop",
                "ahead"))
        .isEmpty();
    compile();

    assertThat(Files.readString(hints()))
        .contains(
            AheadOfTimeShop.Handlers.class.getName(), "\"ship\"", OrderCreated.class.getName());
    assertThat(java(List.of("-Dspring.aot.enabled=true"), AheadOfTimeShop.class))
        .containsExactly("shipped o-1");
  }

  private Path hints() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("resources"))) {
      return files
          .filter(file -> file.endsWith("reachability-metadata.json"))
          .findFirst()
          .orElseThrow();
    }
  }

  private void compile() throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(tool("javac"), "-nowarn", "-proc:none", "-cp", classPath()));
    command.addAll(List.of("-d", folder.resolve("classes").toString()));
    try (Stream<Path> files = Files.walk(folder.resolve("sources"))) {
      files.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(command::add);
    }
    assertThat(run(command)).noneMatch(line -> line.contains("error:"));
  }

  private List<String> java(List<String> options, Class<?> main, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(tool("java"), "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(Arrays.asList(arguments));
    return run(command);
  }

  private static List<String> run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    List<String> lines = process.inputReader(UTF_8).lines().toList();
    assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
    return lines;
  }

  private static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  private String classPath() {
    return String.join(
        File.pathSeparator,
        folder.resolve("classes").toString(),
        folder.resolve("resources").toString(),
        System.getProperty("java.class.path"));
  }
}
