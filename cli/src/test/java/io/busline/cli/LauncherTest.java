package io.busline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code busline}, with a Maven and a Java that only say what they were told. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class LauncherTest {
  private static final String MAVEN =
      """
      #!/bin/sh
      echo "maven $*, options $MAVEN_OPTS" >> "$PWD/builds"
      [ ! -e "$PWD/broken" ] || { echo "a compile error" >&2; exit 1; }
      mkdir -p cli/target/lib
      echo jar > cli/target/busline-cli-1.jar
      echo jar > cli/target/lib/core.jar
      """;
  private static final String JAVA =
      """
      #!/bin/sh
      for word; do
        case $word in
          -version) echo 'openjdk version "%s"' >&2; exit ;;
          -XX:ArchiveClassesAtExit=*) echo archive > "${word#*=}"; exit ;;
        esac
      done
      printf '<%%s>' "$@"
      """;

  @TempDir Path folder;
  private Path repository;

  @BeforeEach
  void repository() throws IOException {
    repository = Files.createDirectories(folder.resolve("a repository"));
    Files.createDirectories(repository.resolve("core/src/main"));
    Files.writeString(repository.resolve("pom.xml"), "<project/>");
    Files.copy(Path.of("../busline"), repository.resolve("busline"));
    script(repository.resolve("busline"), Files.readString(repository.resolve("busline")));
    script(repository.resolve("mvnw"), MAVEN);
    java("17.0.1");
  }

  @Test
  void the_first_use_builds_and_says_so() throws Exception {
    Result result = busline("version");

    assertThat(result.exitCode).isZero();
    assertThat(result.err).contains("building from the sources");
    assertThat(builds()).singleElement().asString().contains("-pl cli -am package -DskipTests");
  }

  @Test
  void the_options_for_maven_reach_it() throws Exception {
    busline("version");

    assertThat(builds().get(0)).endsWith("options -Dmaven.repo.local=/elsewhere");
  }

  @Test
  void the_second_use_does_not_build() throws Exception {
    busline("version");

    Result second = busline("version");

    assertThat(second.err).isEmpty();
    assertThat(builds()).hasSize(1);
  }

  @Test
  void a_newer_source_is_built() throws Exception {
    busline("version");
    Path source = Files.writeString(repository.resolve("core/src/main/A.java"), "class A {}");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));

    busline("version");

    assertThat(builds()).hasSize(2);
  }

  @Test
  void a_build_that_fails_is_told_and_tried_again() throws Exception {
    Path broken = Files.createFile(repository.resolve("broken"));

    Result failed = busline("version");

    assertThat(failed.exitCode).isEqualTo(1);
    assertThat(failed.err).contains("a compile error", "the build failed");
    assertThat(failed.out).isEmpty();
    Files.delete(broken);
    assertThat(busline("version").exitCode).isZero();
  }

  @Test
  void arguments_arrive_as_they_were_given() throws Exception {
    Result result = busline("publish", "a b", "", "--data", "{\"a\": '$x *'}");

    assertThat(result.out).endsWith("/busline-cli-1.jar><publish><a b><><--data><{\"a\": '$x *'}>");
  }

  @Test
  void the_second_use_starts_from_the_archive_of_the_first() throws Exception {
    busline("version");

    assertThat(busline("version").out).contains("<-XX:SharedArchiveFile=");
  }

  @Test
  void what_runs_long_is_compiled_well() throws Exception {
    assertThat(busline("version").out).contains("TieredStopAtLevel");
    assertThat(busline("demo").out).doesNotContain("TieredStopAtLevel");
    assertThat(busline("publish", "--events", "-").out).doesNotContain("TieredStopAtLevel");
  }

  @Test
  void it_can_be_called_through_symbolic_links_from_anywhere() throws Exception {
    Path first = Files.createSymbolicLink(folder.resolve("first"), Path.of("a repository/busline"));
    Path second = Files.createSymbolicLink(folder.resolve("second link"), first);

    Result result = run(List.of(second.toString(), "version"), folder.resolve("java"));

    assertThat(result.exitCode).isZero();
    assertThat(result.out).endsWith("<version>");
  }

  @Test
  void an_old_java_is_refused() throws Exception {
    java("11.0.2");

    Result result = busline("version");

    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.err).contains("is Java 11. Busline needs 17 or newer");
    assertThat(builds()).isEmpty();
  }

  @Test
  void a_java_home_without_a_java_is_named() throws Exception {
    Result result =
        run(List.of(repository.resolve("busline").toString()), folder.resolve("no java"));

    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.err).contains("JAVA_HOME is '" + folder.resolve("no java")).hasLineCount(1);
  }

  @Test
  void a_java_that_cannot_compile_is_refused_where_something_is_to_be_built() throws Exception {
    Files.delete(folder.resolve("java/bin/javac"));

    Result result = busline("version");

    assertThat(result.exitCode).isEqualTo(1);
    assertThat(result.err).contains("no javac beside");
  }

  private Result busline(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(repository.resolve("busline").toString());
    command.addAll(List.of(arguments));
    return run(command, folder.resolve("java"));
  }

  private Result run(List<String> command, Path javaHome) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", javaHome.toString());
    builder.environment().put("MAVEN_OPTS", "-Dmaven.repo.local=/elsewhere");
    Process process = builder.start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private record Result(int exitCode, String out, String err) {}

  private List<String> builds() throws IOException {
    Path builds = repository.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
  }

  private void java(String version) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("java/bin"));
    script(bin.resolve("java"), JAVA.formatted(version));
    script(bin.resolve("javac"), "#!/bin/sh\n");
  }

  private static void script(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
