package io.busline.json;

import static io.busline.json.Json.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.error.DecodingException;
import io.busline.event.TypeRef;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Data of types such as {@code Page<Order>}. */
class GenericDataTest {
  private final JsonCodec codec = new JsonCodec();

  record Order(String id, int count) {}

  record Page<T>(List<T> items, int total) {}

  record Pair<A, B>(A one, B other) {}

  static final class Hidden {
    private final String id;

    Hidden(String id, int number) {
      this.id = id + number;
    }

    public String getId() {
      return id;
    }
  }

  private static ParameterizedType type(TypeRef<?> reference) {
    return (ParameterizedType) reference.type();
  }

  @Test
  void what_a_generic_type_holds_is_read_as_what_it_is() {
    Page<Order> page = new Page<>(List.of(new Order("o-1", 2)), 1);

    for (int i = 0; i < 2; i++) {
      assertThat(codec.decode(codec.encode(page), type(new TypeRef<Page<Order>>() {})))
          .isEqualTo(page);
    }
    assertThat(
            codec.decode(
                json("[{\"one\":{\"id\":\"a\",\"count\":1},\"other\":{\"k\":[3]}}]"),
                type(new TypeRef<List<Pair<Order, Map<String, List<Long>>>>>() {})))
        .isEqualTo(List.of(new Pair<>(new Order("a", 1), Map.of("k", List.of(3L)))));
  }

  @Test
  void what_does_not_fit_is_refused_with_the_whole_type() {
    assertThatThrownBy(
            () ->
                codec.decode(json("{\"items\":[{\"id\":1}]}"), type(new TypeRef<Page<Order>>() {})))
        .isInstanceOf(DecodingException.class)
        .hasMessageStartingWith(
            "data for io.busline.json.GenericDataTest$Page<io.busline.json.GenericDataTest$Order> at items[0].id ");
    assertThatThrownBy(() -> codec.decode(json("null"), type(new TypeRef<Page<Order>>() {})))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("is the JSON value null");
  }

  @Test
  void a_type_that_can_be_read_is_not_refused() {
    assertThat(codec.unreadable(type(new TypeRef<Page<Order>>() {}))).isEmpty();
    assertThat(codec.unreadable(type(new TypeRef<Map<String, Page<Order>>>() {}))).isEmpty();
  }

  @Test
  void a_type_that_nothing_can_be_read_as_is_told() {
    assertThat(codec.unreadable(type(new TypeRef<Page<Hidden>>() {})))
        .get()
        .asString()
        .contains("GenericDataTest$Hidden>", " at items[*] cannot be read", "no Creators");
    assertThat(codec.unreadable(Page.class))
        .get()
        .asString()
        .contains("has the type parameter T at items", "new TypeRef<Page<…>>() {}");
  }

  @Test
  @SuppressWarnings("rawtypes") // That is what is refused.
  void a_class_within_that_leaves_its_parameter_open_is_told() {
    assertThat(codec.unreadable(type(new TypeRef<List<Page>>() {})))
        .get()
        .asString()
        .contains("GenericDataTest$Page has the type parameter T at items");
  }
}
