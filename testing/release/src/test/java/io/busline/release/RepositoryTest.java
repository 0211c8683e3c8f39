package io.busline.release;

import static io.busline.release.MadeUpRelease.VERSION;
import static io.busline.release.MadeUpRelease.about;
import static io.busline.release.MadeUpRelease.dependency;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each thing that would keep Maven Central, or a user, from a release. */
class RepositoryTest {
  @TempDir private Path folder;
  private MadeUpRelease release;

  @BeforeEach
  void make() throws IOException {
    release = new MadeUpRelease(folder);
  }

  @Test
  void a_complete_release_has_no_fault() throws IOException {
    assertThat(faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "description", "url", "licenses", "developers", "scm"})
  void a_pom_without_what_central_asks_for_is_a_fault(String element) throws IOException {
    release.pom("busline-core", without(element));

    assertThat(faults())
        .isNotEmpty()
        .allMatch(each -> each.startsWith("the POM of busline-core: "));
  }

  @Test
  void a_property_that_nobody_replaces_is_a_fault() throws IOException {
    release.pom("busline-core", without("name") + "<name>${who}</name>");

    assertThat(faults())
        .containsExactly("the POM of busline-core: <name> is '${who}': nobody replaces a property");
  }

  @Test
  void a_parent_or_a_repository_of_its_own_is_a_fault() throws IOException {
    release.pom(
        "busline-core",
        about()
            + "<parent><artifactId>busline-parent</artifactId></parent>"
            + "<repositories><repository><id>ours</id></repository></repositories>");

    assertThat(faults()).hasSize(2);
  }

  @Test
  void a_dependency_that_is_not_published_or_no_release_is_a_fault() throws IOException {
    release.pom(
        "busline-core",
        about()
            + "<dependencies>"
            + dependency("io.busline", "busline-secret", VERSION)
            + dependency("org.other", "other", "2-SNAPSHOT")
            + "</dependencies>");

    assertThat(faults())
        .containsExactly(
            "the POM of busline-core: its dependency io.busline:busline-secret is not published: set maven.deploy.skip to false there",
            "the POM of busline-core: its dependency org.other:other has the version 2-SNAPSHOT, which is no release");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-sources.jar", "-javadoc.jar", "-cyclonedx.json"})
  void a_jar_without_what_comes_with_it_is_a_fault(String ending) throws IOException {
    Files.delete(release.file("busline-core", ending));

    assertThat(faults()).containsExactly("busline-core has no busline-core-1.2.0" + ending);
  }

  @Test
  void a_jar_without_licence_notice_and_module_name_is_a_fault() throws IOException {
    release.jar("busline-core", ".jar", new Manifest());

    assertThat(faults())
        .containsExactly(
            "busline-core-1.2.0.jar has no META-INF/LICENSE",
            "busline-core-1.2.0.jar has no META-INF/NOTICE",
            "busline-core-1.2.0.jar has neither module-info.class nor Automatic-Module-Name: set it in its pom.xml");
  }

  @Test
  void a_checksum_that_is_missing_or_wrong_is_a_fault() throws IOException {
    Files.delete(release.file("busline-core", ".jar.md5"));
    Files.writeString(release.file("busline-core", ".pom.sha1"), "0".repeat(40));

    assertThat(faults())
        .containsExactly(
            "busline-core-1.2.0.jar has no .md5",
            "busline-core-1.2.0.pom is not what its .sha1 says");
  }

  @Test
  void a_file_without_signature_is_a_fault_if_the_release_is_signed() throws IOException {
    for (String ending : List.of(".jar", "-sources.jar", "-javadoc.jar", "-cyclonedx.json")) {
      Files.createFile(release.file("busline-core", ending + ".asc"));
    }
    Files.createFile(release.file("busline-bom", ".pom.asc"));

    assertThat(Repository.read(folder, VERSION).faults(true))
        .containsExactly("busline-core-1.2.0.pom has no signature");
  }

  @Test
  void a_module_that_the_bill_of_materials_forgets_is_a_fault() throws IOException {
    release.pom("busline-bom", about());

    assertThat(faults()).containsExactly("busline-bom does not manage busline-core");
  }

  @Test
  void a_folder_without_the_release_is_refused() {
    assertThatThrownBy(() -> Repository.read(folder, "9.9.9"))
        .isInstanceOf(IOException.class)
        .hasMessage("there is no release 9.9.9 in " + folder);
  }

  private List<String> faults() throws IOException {
    return Repository.read(folder, VERSION).faults(false);
  }

  private static String without(String element) {
    // Those at the margin: a licence and the repository of the sources have a <url>, too.
    return about().replaceAll("(?ms)^<%s>.*?^?</%s>\\n".formatted(element, element), "");
  }
}
