package io.busline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Whether build files in the pages name artifacts that exist, in the version of these sources. */
class BuildFileTest {
  private static final Pattern COORDINATE =
      Pattern.compile("io\\.busline:(busline-[a-z0-9-]+)(?::([\\w.-]+))?");
  private static final Pattern ARTIFACT = Pattern.compile("<artifactId>(busline-[a-z0-9-]+)<");

  static Stream<Snippet> xml() {
    return Page.snippets("xml").stream();
  }

  @ParameterizedTest
  @MethodSource("xml")
  void a_dependency_of_maven_exists(Snippet snippet) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader("<page>" + snippet.text() + "</page>")));

    NodeList dependencies = document.getElementsByTagName("dependency");
    assertThat(dependencies.getLength()).isPositive();
    for (int at = 0; at < dependencies.getLength(); at++) {
      Element dependency = (Element) dependencies.item(at);
      String artifact = child(dependency, "artifactId");
      String version = child(dependency, "version");
      if (child(dependency, "groupId").equals("io.busline")) {
        assertThat(published()).contains(artifact);
        assertThat(version).isIn("", version());
      } else if (artifact.equals("junit-jupiter")) {
        assertThat(version).isEqualTo(property("junit.version"));
      }
    }
  }

  @Test
  void an_artifact_that_a_page_names_exists_in_that_version() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Page page : Page.all()) {
      for (String line : page.lines()) {
        Matcher named = COORDINATE.matcher(line);
        while (named.find()) {
          boolean right =
              published().contains(named.group(1))
                  && (named.group(2) == null
                      || List.of("VERSION", version()).contains(named.group(2)));
          if (!right) {
            wrong.add(page.path() + ": " + named.group());
          }
        }
      }
    }

    assertThat(wrong).isEmpty();
  }

  /** The bill of materials, and itself. */
  private static List<String> published() throws IOException {
    return ARTIFACT
        .matcher(Files.readString(Page.ROOT.resolve("bom/pom.xml")))
        .results()
        .map(found -> found.group(1))
        .filter(name -> !name.equals("busline-owner"))
        .toList();
  }

  private static String version() throws IOException {
    Matcher found =
        Pattern.compile("<version>(.*)-SNAPSHOT</version>")
            .matcher(Files.readString(Page.ROOT.resolve("pom.xml")));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static String property(String name) throws IOException {
    Matcher found =
        Pattern.compile("<" + Pattern.quote(name) + ">(.*)</")
            .matcher(Files.readString(Page.ROOT.resolve("pom.xml")));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static String child(Element parent, String name) {
    Node found = parent.getElementsByTagName(name).item(0);
    return found == null ? "" : found.getTextContent();
  }
}
