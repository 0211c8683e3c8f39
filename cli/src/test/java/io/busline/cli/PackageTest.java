package io.busline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The archive and the Debian package, used where there is no Java and no environment. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PackageTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  @TempDir private static Path folder;
  @TempDir private Path home;

  @BeforeAll
  static void build() throws Exception {
    Result packed =
        run(
            Map.of("PATH", System.getenv("PATH"), "HOME", System.getProperty("user.home")),
            REPOSITORY.resolve("dev/package").toString(),
            // The build that runs this test has packed the jar before.
            "--no-build",
            "--output",
            folder.resolve("built").toString());

    assertThat(packed.exitCode).as(packed.err).isZero();
    assertThat(packed.out).contains("==> Packing the archive", "==> Packing the Debian package");
    Files.createDirectory(folder.resolve("empty"));
    require("tar", "-xzf", built(".tar.gz"), "-C", folder.resolve("empty").toString());
    require("dpkg-deb", "-x", built(".deb"), folder.resolve("root").toString());
  }

  @Test
  void the_archive_runs_without_a_java_and_without_an_environment() throws Exception {
    Result version = run(Map.of(), unpacked(), "--version");

    assertThat(version.err).isEmpty();
    assertThat(version.out).startsWith("busline ").contains(", Java ").hasLineCount(1);
    assertThat(version.exitCode).isZero();
  }

  @Test
  void what_is_published_by_one_process_is_received_by_another() throws Exception {
    String bus = "sqlite:" + home.resolve("bus.db");

    Result published =
        run(Map.of(), unpacked(), "publish", "order.created", "--data", "{\"ok\":1}", "--bus", bus);
    Result received =
        run(
            Map.of("HOME", home.toString()),
            unpacked(),
            "subscribe",
            "order.>",
            "--bus=" + bus,
            "--from=earliest",
            "--count=1",
            "--output=data");

    assertThat(published.out).contains("order.created", "stored");
    assertThat(received.out).isEqualTo("{\"ok\":1}\n");
    assertThat(received.exitCode).isZero();
  }

  @Test
  void the_demo_accounts_for_every_order() throws Exception {
    Result demo =
        run(
            Map.of("HOME", home.toString()),
            unpacked(),
            "demo",
            "--orders",
            "20",
            "--bus",
            "memory:");

    assertThat(demo.exitCode).as(demo.err).isZero();
    assertThat(demo.out).contains("SERVICE");
  }

  @Test
  void the_second_start_finds_the_classes_ready() throws Exception {
    run(Map.of("HOME", home.toString()), unpacked(), "--version");

    try (Stream<Path> cached = Files.list(home.resolve(".cache/busline"))) {
      assertThat(cached).singleElement().asString().endsWith(".jsa");
    }
  }

  @Test
  void the_package_is_whole_and_runs_through_its_link() throws Exception {
    Path root = folder.resolve("root");

    Result version = run(Map.of(), root.resolve("usr/bin/busline").toString(), "version");

    assertThat(version.out).startsWith("busline ");
    assertThat(root.resolve("usr/share/doc/busline/copyright"))
        .content()
        .contains("Apache License");
    assertThat(root.resolve("usr/share/doc/busline/NOTICE")).exists();
    assertThat(root.resolve("usr/share/bash-completion/completions/busline")).isNotEmptyFile();
    assertThat(root.resolve("usr/share/zsh/vendor-completions/_busline")).isNotEmptyFile();
    assertThat(root.resolve("usr/share/fish/vendor_completions.d/busline.fish")).isNotEmptyFile();
    assertThat(require("dpkg-deb", "--field", built(".deb"), "Package", "Depends"))
        .contains("Package: busline", "libc6 (>= ");
  }

  @Test
  void the_manual_renders_without_a_warning() throws Exception {
    Path page = folder.resolve("root/usr/share/man/man1/busline.1.gz");

    Result man =
        run(
            Map.of("PATH", System.getenv("PATH"), "LC_ALL", "C.UTF-8", "MANWIDTH", "100"),
            "man",
            "--warnings",
            "--local-file",
            page.toString());

    assertThat(man.err).isEmpty();
    assertThat(man.out).contains("busline dead-letters redrive --group billing --dry-run");
  }

  @Test
  void the_same_build_gives_the_same_bytes() throws Exception {
    Path again = folder.resolve("again");
    Result packed =
        run(
            Map.of("PATH", System.getenv("PATH"), "TZ", "Pacific/Auckland"),
            REPOSITORY.resolve("dev/package").toString(),
            "--no-build",
            "--output",
            again.toString());

    assertThat(packed.exitCode).as(packed.err).isZero();
    for (String kind : List.of(".tar.gz", ".deb")) {
      Path first = Path.of(built(kind));
      assertThat(Files.mismatch(first, again.resolve(first.getFileName())))
          .as("the first byte that differs in " + first.getFileName())
          .isEqualTo(-1);
    }
  }

  private static String unpacked() throws IOException {
    try (Stream<Path> roots = Files.list(folder.resolve("empty"))) {
      return roots.findFirst().orElseThrow().resolve("bin/busline").toString();
    }
  }

  private static String built(String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("built"))) {
      return files.map(Path::toString).filter(f -> f.endsWith(ending)).findFirst().orElseThrow();
    }
  }

  private static String require(String... command) throws Exception {
    Result result = run(Map.of("PATH", System.getenv("PATH")), command);
    assertThat(result.exitCode).as(result.err).isZero();
    return result.out;
  }

  /** Runs a program with no environment but the given one. */
  private static Result run(Map<String, String> environment, String... command) throws Exception {
    File out = Files.createTempFile(folder, "out", "").toFile();
    File err = Files.createTempFile(folder, "err", "").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of(command)))
            .directory(folder.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out)
            .redirectError(err);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(8, TimeUnit.MINUTES)).isTrue();
    return new Result(
        process.exitValue(), Files.readString(out.toPath()), Files.readString(err.toPath()));
  }

  private record Result(int exitCode, String out, String err) {}
}
