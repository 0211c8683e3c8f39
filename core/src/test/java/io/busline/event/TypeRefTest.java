package io.busline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.ConfigurationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypeRefTest {
  record Page<T>(List<T> items) {}

  @Test
  void a_generic_type_keeps_what_it_holds() {
    EventDefinition<Page<String>> type =
        EventDefinition.of("orders.page", new TypeRef<Page<String>>() {});

    assertThat(type.dataClass()).isEqualTo(Page.class);
    assertThat(type.dataType().getTypeName()).endsWith("Page<java.lang.String>");
    assertThat(type.inTopic("t").inVersion(2).withAliases(List.of("a.b")).byEachName())
        .extracting(EventDefinition::dataType)
        .containsOnly(type.dataType());
  }

  @Test
  void a_class_alone_is_a_type_too() {
    assertThat(EventDefinition.of("a.b", new TypeRef<String>() {}))
        .isEqualTo(EventDefinition.of("a.b", String.class));
  }

  @Test
  void references_to_one_type_are_equal() {
    assertThat(new TypeRef<Page<String>>() {})
        .isEqualTo(new TypeRef<Page<String>>() {})
        .hasSameHashCodeAs(new TypeRef<Page<String>>() {})
        .isNotEqualTo(new TypeRef<Page<Integer>>() {})
        .hasToString("io.busline.event.TypeRefTest$Page<java.lang.String>");
  }

  @Test
  @SuppressWarnings("rawtypes") // That is what is refused.
  void what_names_no_class_is_refused() {
    assertThatThrownBy(() -> new TypeRef() {})
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("names no type. Write new TypeRef<Page<Order>>() {}");
    assertThatThrownBy(TypeRefTest::<String>ofAVariable)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Page<T> has T in it, which is no class");
    assertThatThrownBy(() -> new TypeRef<Map<String, ? extends Page<String>>>() {})
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Name classes alone");
  }

  private static <T> TypeRef<Page<T>> ofAVariable() {
    return new TypeRef<Page<T>>() {};
  }

  @Test
  void a_data_type_of_another_class_is_refused() {
    assertThatThrownBy(
            () -> new EventDefinition<>("a.b", String.class, "a", 1, List.of(), Integer.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("is java.lang.Integer, and its data class java.lang.String");
  }
}
