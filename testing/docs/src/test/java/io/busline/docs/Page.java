package io.busline.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page in Markdown, and the code in it. A line {@code `PATH`:} above a block says which file the
 * block is.
 *
 * @param path from the root of the repository
 * @param lines all of it
 * @param snippets its blocks of code, in their order
 */
record Page(String path, List<String> lines, List<Snippet> snippets) {
  /** The root of the repository: tests run in the folder of their module. */
  static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

  private static final Pattern FENCE = Pattern.compile("```(\\S*) ?(.*)");
  private static final Pattern FILE = Pattern.compile("(?:.* )?`([\\w./-]+)`:");

  /** README.md, and all that is in docs/. */
  static List<Page> all() {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs.sorted())
          .filter(path -> path.toString().endsWith(".md"))
          .map(Page::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Snippet> snippets(String language) {
    return all().stream()
        .flatMap(page -> page.snippets().stream())
        .filter(snippet -> snippet.language().equals(language))
        .toList();
  }

  private static Page read(Path file) {
    try {
      return of(ROOT.relativize(file).toString().replace('\\', '/'), Files.readAllLines(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Page of(String path, List<String> lines) {
    List<Snippet> snippets = new ArrayList<>();
    String above = "";
    for (int at = 0; at < lines.size(); at++) {
      Matcher fence = FENCE.matcher(lines.get(at));
      if (lines.get(at).startsWith(" ") && lines.get(at).strip().startsWith("```")) {
        throw new IllegalArgumentException(
            "%s:%d is a block that is indented, and nothing would check it. Begin it at the margin"
                .formatted(path, at + 1));
      }
      if (fence.matches()) {
        int begin = at + 1;
        int end = lines.subList(begin, lines.size()).indexOf("```") + begin;
        if (end < begin) {
          throw new IllegalArgumentException(path + ":" + begin + " is a block that does not end");
        }
        Matcher file = FILE.matcher(above);
        snippets.add(
            new Snippet(
                path,
                begin + 1,
                fence.group(1),
                List.of(fence.group(2).split(" ")),
                file.matches() ? file.group(1) : "",
                lines.subList(begin, end)));
        at = end;
        above = "";
      } else if (!lines.get(at).isBlank()) {
        above = lines.get(at);
      }
    }
    return new Page(path, lines, snippets);
  }
}
