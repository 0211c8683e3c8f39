package io.busline.release;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Which modules are published, said in one way, and what those need. */
class PublishedModulesTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pom BUILD = read(ROOT.resolve("pom.xml"));
  private static final Pom BOM = read(ROOT.resolve("bom/pom.xml"));

  /** Every module by the name of its artifact. */
  private static final Map<String, Pom> MODULES = modules();

  @Test
  void a_module_is_published_if_it_says_so_and_is_in_the_bill_of_materials() {
    Set<String> managed =
        BOM.managed().stream()
            .filter(each -> each.group().equals("io.busline"))
            .map(Pom.Dependency::artifact)
            .collect(toSet());

    assertThat(published())
        .as("modules with <maven.deploy.skip>false</maven.deploy.skip>, and those in bom/pom.xml")
        .containsExactlyInAnyOrderElementsOf(managed);
    assertThat(BUILD.text("properties", "maven.deploy.skip")).isEqualTo("true");
  }

  @Test
  void what_a_published_module_passes_on_is_published() {
    for (String module : published()) {
      assertThat(MODULES.get(module).dependencies())
          .filteredOn(each -> each.isPassedOn() && each.group().equals("io.busline"))
          .extracting(Pom.Dependency::artifact)
          .as("what " + module + " needs at run time")
          .isSubsetOf(published());
    }
  }

  @Test
  void a_published_module_has_a_name_a_description_and_a_module_name() throws IOException {
    for (String module : published()) {
      Pom pom = MODULES.get(module);
      assertThat(pom.text("name")).as("the name of " + module).isNotEmpty();
      assertThat(pom.text("description")).as("the description of " + module).isNotEmpty();
      assertThat(
              Files.exists(pom.file().resolveSibling("src/main/java/module-info.java"))
                  || Files.readString(pom.file()).contains("<Automatic-Module-Name>"))
          .as(module + " has module-info.java, or Automatic-Module-Name in its pom.xml")
          .isTrue();
    }
  }

  @Test
  void who_publishes_is_said_in_one_place() {
    for (Pom pom : MODULES.values()) {
      for (String element : List.of("url", "scm", "developers", "licenses", "organization")) {
        assertThat(pom.text(element))
            .as("<%s> in %s; it belongs into config/owner/pom.xml", element, pom.file())
            .isEmpty();
      }
    }
  }

  @Test
  void protoc_is_of_the_same_release_as_the_library_in_the_bill_of_materials() {
    assertThat(BUILD.text("properties", "protobuf.version"))
        .isEqualTo(BOM.text("properties", "protobuf.version"));
  }

  private static Set<String> published() {
    return MODULES.entrySet().stream()
        .filter(each -> each.getValue().text("properties", "maven.deploy.skip").equals("false"))
        .map(Map.Entry::getKey)
        .collect(toSet());
  }

  private static Map<String, Pom> modules() {
    Map<String, Pom> modules = new TreeMap<>();
    BUILD.all("module", "modules").stream()
        .map(each -> each.getTextContent().strip())
        .filter(each -> !each.equals("bom"))
        .map(each -> read(ROOT.resolve(each).resolve("pom.xml")))
        .forEach(pom -> modules.put(pom.text("artifactId"), pom));
    return modules;
  }

  private static Pom read(Path file) {
    try {
      return Pom.read(file);
    } catch (IOException e) {
      throw new AssertionError("the POM " + file, e);
    }
  }
}
