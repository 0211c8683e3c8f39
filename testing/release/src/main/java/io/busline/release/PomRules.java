package io.busline.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * What Maven Central requires of a POM, and what a user needs who has this repository and Maven
 * Central alone. See <a href="https://central.sonatype.org/publish/requirements/">its list</a>.
 */
final class PomRules {
  private static final String GROUP = "io.busline";
  private static final List<List<String>> NEEDED =
      List.of(
          List.of("name"),
          List.of("description"),
          List.of("url"),
          List.of("scm", "url"),
          List.of("scm", "connection"),
          List.of("scm", "developerConnection"));

  private final Artifact artifact;
  private final Set<String> published;
  private final List<String> faults = new ArrayList<>();

  private PomRules(Artifact artifact, Set<String> published) {
    this.artifact = artifact;
    this.published = published;
  }

  /** What is wrong with an artifact's POM, given the names of all that is published. */
  static List<String> faults(Artifact artifact, Pom pom, Set<String> published) {
    PomRules rules = new PomRules(artifact, published);
    rules.checkCoordinates(pom);
    rules.checkDescription(pom);
    rules.checkPeople(pom);
    pom.dependencies().forEach(rules::checkDependency);
    pom.managed().forEach(rules::checkDependency);
    return rules.faults;
  }

  private void checkCoordinates(Pom pom) {
    require(pom.text("groupId").equals(GROUP), "its <groupId> is not " + GROUP);
    require(pom.text("artifactId").equals(artifact.name()), "its <artifactId> is another");
    require(pom.text("version").equals(artifact.version()), "its <version> is another");
    require(
        pom.text("parent", "artifactId").isEmpty(),
        "it has the parent %s, which is not published".formatted(pom.text("parent", "artifactId")));
    require(
        pom.all("repository", "repositories").isEmpty(),
        "it names a <repository>: whatever it needs has to be on Maven Central");
  }

  private void checkDescription(Pom pom) {
    for (List<String> path : NEEDED) {
      String text = pom.text(path.toArray(String[]::new));
      String element = "<" + String.join("><", path) + ">";
      require(!text.isEmpty(), "it has no " + element);
      require(!text.contains("${"), element + " is '" + text + "': nobody replaces a property");
    }
  }

  private void checkPeople(Pom pom) {
    List<Element> licenses = pom.all("license", "licenses");
    require(!licenses.isEmpty(), "it has no <license>");
    for (Element license : licenses) {
      require(
          !Pom.textIn(license, "name").isEmpty() && !Pom.textIn(license, "url").isEmpty(),
          "a <license> lacks its <name> or <url>");
    }
    List<Element> developers = pom.all("developer", "developers");
    require(!developers.isEmpty(), "it has no <developer>");
    for (Element developer : developers) {
      require(
          !Pom.textIn(developer, "name").isEmpty() && !Pom.textIn(developer, "email").isEmpty(),
          "a <developer> lacks the <name> or <email>");
    }
  }

  private void checkDependency(Pom.Dependency needed) {
    String name = needed.group() + ":" + needed.artifact();
    require(!needed.version().isEmpty(), "its dependency " + name + " has no <version>");
    require(
        !needed.version().endsWith("-SNAPSHOT"),
        "its dependency "
            + name
            + " has the version "
            + needed.version()
            + ", which is no release");
    require(
        !needed.scope().equals("test"),
        "its dependency " + name + " is for tests: nobody needs it");
    if (needed.group().equals(GROUP)) {
      require(
          published.contains(needed.artifact()),
          "its dependency " + name + " is not published: set maven.deploy.skip to false there");
    }
  }

  private void require(boolean holds, String fault) {
    if (!holds) {
      faults.add("the POM of " + artifact.name() + ": " + fault);
    }
  }
}
