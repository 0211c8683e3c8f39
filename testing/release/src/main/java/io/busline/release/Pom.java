package io.busline.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A POM as its file says it: nothing is inherited, and no property is replaced.
 *
 * @param file where it was read
 * @param project its root element
 */
record Pom(Path file, Element project) {
  /**
   * What a POM asks for by group, artifact and version.
   *
   * @param version empty if it is managed elsewhere
   * @param scope {@code compile} if the POM names none
   */
  record Dependency(String group, String artifact, String version, String scope) {
    /** Whether who depends on the POM gets this, too. */
    boolean isPassedOn() {
      return scope.equals("compile") || scope.equals("runtime");
    }
  }

  /**
   * Reads a POM.
   *
   * @throws IOException if the file cannot be read, or is not XML
   */
  static Pom read(Path file) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return new Pom(file, factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement());
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException("reading the POM " + file + ": " + e.getMessage(), e);
    }
  }

  /** The text below the project, by the names of elements; empty if there is none. */
  String text(String... path) {
    return below(project, path).map(each -> each.getTextContent().strip()).orElse("");
  }

  /** The elements of a name in a list of the project, such as {@code developer, developers}. */
  List<Element> all(String name, String... path) {
    return below(project, path).map(list -> children(list, name)).orElse(List.of());
  }

  List<Dependency> dependencies() {
    return dependencies("dependencies");
  }

  List<Dependency> managed() {
    return dependencies("dependencyManagement", "dependencies");
  }

  private List<Dependency> dependencies(String... path) {
    return all("dependency", path).stream()
        .map(
            each ->
                new Dependency(
                    textIn(each, "groupId"),
                    textIn(each, "artifactId"),
                    textIn(each, "version"),
                    textIn(each, "scope").isEmpty() ? "compile" : textIn(each, "scope")))
        .toList();
  }

  /** The text of an element in another; empty if there is none. */
  static String textIn(Element element, String name) {
    return below(element, name).map(each -> each.getTextContent().strip()).orElse("");
  }

  private static Optional<Element> below(Element element, String... path) {
    Optional<Element> found = Optional.of(element);
    for (String name : path) {
      found = found.flatMap(each -> children(each, name).stream().findFirst());
    }
    return found;
  }

  private static List<Element> children(Element element, String name) {
    List<Element> children = new ArrayList<>();
    for (Node each = element.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each instanceof Element child && child.getTagName().equals(name)) {
        children.add(child);
      }
    }
    return children;
  }
}
