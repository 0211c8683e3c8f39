package io.busline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.busline.error.ConfigurationException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where a class may say what its key is. */
class EventKeyTest {

  @EventType("a.b")
  record Component(@EventKey String id, String text) {}

  @EventType("a.b")
  record Canonical(String id, String text) {
    Canonical(@EventKey String id, String text) {
      this.id = id;
      this.text = text;
    }
  }

  @EventType("a.b")
  record Accessor(String id, String text) {
    @EventKey
    String both() {
      return id + text;
    }
  }

  @EventType("a.b")
  static class Marked {
    @EventKey private final String id;

    Marked(String id) {
      this.id = id;
    }

    @Override
    public String toString() {
      return id;
    }
  }

  @EventType("a.b")
  static class FieldAndGetter {
    @EventKey private final String id;

    FieldAndGetter(String id) {
      this.id = id;
    }

    @EventKey
    public String getId() {
      return id + " of the getter";
    }
  }

  @EventType("a.b")
  static class OfAParent extends Marked {
    OfAParent(String id) {
      super(id);
    }
  }

  interface Identified {
    @EventKey
    String id();
  }

  @EventType("a.b")
  record OfAnInterface(String id, String text) implements Identified {}

  /** As Kotlin compiles a data class: its parameters have no names. */
  @EventType("a.b")
  static class Data {
    private final String one;
    private final String other;

    Data(String one, @EventKey String other) {
      this.one = one;
      this.other = other;
    }

    /** As it does for default values. */
    Data(@EventKey String other) {
      this("default", other);
    }

    public final String component1() {
      return one;
    }

    public final String component2() {
      return other;
    }
  }

  static Stream<Object> keyed() {
    return Stream.of(
        new Component("k", "x"),
        new Canonical("k", "x"),
        new Accessor("k", ""),
        new Marked("k"),
        new OfAParent("k"),
        new OfAnInterface("k", "x"),
        new Data("x", "k"));
  }

  @ParameterizedTest
  @MethodSource("keyed")
  void a_key_is_marked_on(Object data) {
    assertThat(DataClass.of(data.getClass()).keyOf(data)).isEqualTo("k");
  }

  @Test
  void a_method_says_more_than_the_field_of_its_name() {
    assertThat(keyOf(new FieldAndGetter("k"))).isEqualTo("k of the getter");
  }

  @Test
  void a_key_may_be_null_or_missing() {
    assertThat(keyOf(new Marked(null))).isNull();
    assertThat(keyOf(new Keyless("k"))).isNull();
  }

  @EventType("a.b")
  record Keyless(String id) {}

  @EventType("a.b")
  record Two(@EventKey String id, @EventKey String other) {}

  @EventType("a.b")
  record Static(String id) {
    @EventKey static final String KEY = "k";
  }

  @EventType("a.b")
  static class Unnamed {
    private final String id;

    Unnamed(@EventKey String number) {
      this.id = number;
    }

    @Override
    public String toString() {
      return id;
    }
  }

  @Test
  void what_is_no_key_is_refused_with_what_to_do() {
    assertThatThrownBy(() -> keyOf(new Two("1", "2")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("marks id and other, and an event has one key. Mark one");
    assertThatThrownBy(() -> keyOf(new Static("1")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("must mark one record component, field, or method");
    assertThatThrownBy(() -> keyOf(new Unnamed("1")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("marks parameter 1 of a constructor")
        .hasMessageContaining("@field:EventKey");
  }

  private static @Nullable String keyOf(Object data) {
    return DataClass.of(data.getClass()).keyOf(data);
  }
}
