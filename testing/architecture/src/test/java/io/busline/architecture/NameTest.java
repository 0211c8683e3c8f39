package io.busline.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names say what a thing is in the field's own terms. */
class NameTest {
  @ParameterizedTest(name = "no class is called …{0}")
  @ValueSource(strings = {"Impl", "Util", "Utils", "Manager", "Helper"})
  void no_class_name_ends_with_a_filler(String filler) {
    noClassNameMatches("[^.$]*" + filler, Classes.MAIN);
    noClassNameMatches("[^.$]*" + filler, Classes.TESTS);
  }

  @ParameterizedTest(name = "no class is called {0}…")
  @ValueSource(strings = {"Abstract", "Base"})
  void no_class_name_begins_with_how_it_is_built(String beginning) {
    noClassNameMatches(beginning + "([A-Z][^.$]*)?", Classes.MAIN);
    noClassNameMatches(beginning + "([A-Z][^.$]*)?", Classes.TESTS);
  }

  private static void noClassNameMatches(String simpleName, JavaClasses classes) {
    noClasses().should().haveNameMatching("(.*[.$])?" + simpleName).check(classes);
  }
}
