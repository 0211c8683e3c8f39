package io.busline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether what the pages show in Java compiles. */
class JavaSnippetTest {

  @Test
  void every_snippet_compiles(@TempDir Path folder) {
    assertThat(new JavaSnippets(Page.all(), folder).compile()).isEmpty();
  }

  @Test
  void a_snippet_that_does_not_compile_is_told_with_its_line(@TempDir Path folder) {
    Page page = Page.of("page.md", List.of("```java", "bus.publish(1);", "bus.publsh(1);", "```"));

    assertThat(new JavaSnippets(List.of(page), folder).compile())
        .singleElement()
        .asString()
        .startsWith("page.md:3: ")
        .contains("publsh");
  }

  @Test
  void a_file_has_to_import_what_it_uses(@TempDir Path folder) {
    Page page =
        Page.of("page.md", List.of("`A.java`:", "", "```java", "class A { EventBus bus; }", "```"));

    assertThat(new JavaSnippets(List.of(page), folder).compile())
        .singleElement()
        .asString()
        .startsWith("page.md:4: ");
  }

  @Test
  void a_snippet_goes_on_with_what_the_page_has_declared(@TempDir Path folder) {
    Page page =
        Page.of(
            "page.md",
            List.of(
                "```java",
                "record A(int n) {}",
                "```",
                "```java",
                "bus.publish(new A(1));",
                "```"));

    assertThat(new JavaSnippets(List.of(page), folder).compile()).isEmpty();
  }
}
