package io.busline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whether the links of the pages lead somewhere. */
class LinkTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");

  @Test
  void a_link_leads_to_a_file_and_a_heading_that_exist() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Page page : Page.all()) {
      Path folder = Page.ROOT.resolve(page.path()).getParent();
      Matcher link = LINK.matcher(String.join("\n", page.lines()));
      while (link.find()) {
        String[] parts = link.group(1).split("#", 2);
        Path target =
            parts[0].isEmpty() ? Page.ROOT.resolve(page.path()) : folder.resolve(parts[0]);
        boolean outside = parts[0].matches("[a-z]+:.*");
        boolean found = outside || Files.exists(target);
        if (!found || (!outside && parts.length == 2 && !headings(target).contains(parts[1]))) {
          broken.add(page.path() + ": " + link.group(1));
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void every_page_of_the_guide_is_in_the_index() throws IOException {
    String index = Files.readString(Page.ROOT.resolve("docs/README.md"));
    try (Stream<Path> guide = Files.list(Page.ROOT.resolve("docs/guide"))) {
      List<String> pages =
          guide.map(path -> "(guide/" + path.getFileName() + ")").sorted().toList();

      assertThat(pages).allSatisfy(page -> assertThat(index).contains(page));
    }
  }

  /** The names that headings have as targets of links. */
  private static Set<String> headings(Path page) throws IOException {
    return Files.readAllLines(page).stream()
        .map(HEADING::matcher)
        .filter(Matcher::matches)
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(text -> text.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
