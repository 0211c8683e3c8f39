package io.busline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether what the pages show in Kotlin compiles. Build files say {@code kts}, and are not meant.
 */
class KotlinSnippetTest {
  private static final List<String> IMPORTS =
      List.of(
          "io.busline.*",
          "io.busline.annotation.*",
          "io.busline.docs.scaffold.KotlinPage.ship",
          "io.busline.event.*",
          "java.math.BigDecimal");

  @Test
  void every_snippet_compiles(@TempDir Path folder) throws IOException {
    List<Snippet> snippets = Page.snippets("kotlin");
    assertThat(snippets).isNotEmpty();
    for (Snippet snippet : snippets) {
      Path source = folder.resolve("Line%d.kt".formatted(snippet.line()));
      Files.writeString(source, source(snippet));
    }

    assertThat(compile(folder)).isEmpty();
  }

  /** Types stand for themselves; from the first other line on, all is in a function. */
  private static String source(Snippet snippet) {
    StringBuilder code = new StringBuilder("package snippet%d\n".formatted(snippet.line()));
    IMPORTS.forEach(name -> code.append("import ").append(name).append('\n'));
    for (Chunk chunk : Chunk.of(snippet)) {
      String text = String.join("\n", chunk.lines());
      boolean type = text.matches("(?s)@?\\w[\\w(\".) ]*\\s(data |sealed )?(class|interface) .*");
      code.append(type ? text : "fun line%d() {\n%s\n}".formatted(chunk.line(), text)).append('\n');
    }
    return code.toString();
  }

  private static String compile(Path folder) {
    String classPath =
        JavaSnippets.classPath().stream()
            .map(File::getAbsolutePath)
            .collect(Collectors.joining(File.pathSeparator));
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    ExitCode code =
        new K2JVMCompiler()
            .exec(
                new PrintStream(told),
                "-no-stdlib",
                "-no-reflect",
                "-nowarn",
                "-jvm-target",
                "17",
                "-cp",
                classPath,
                "-d",
                folder.resolve("classes").toString(),
                folder.toString());
    return code == ExitCode.OK ? "" : code + "\n" + told;
  }
}
