package io.busline.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.busline.error.EncodingException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;
import tools.jackson.databind.node.ObjectNode;

/** A class that nothing can be read as is found before there is anything to read. */
class ReadabilityTest {
  private final JsonCodec codec = new JsonCodec();

  /** As Lombok's {@code @Value} and Kotlin's data classes are compiled: no names of parameters. */
  static final class Value {
    private final String id;
    private final int count;

    Value(String id, int count) {
      this.id = id;
      this.count = count;
    }

    public String getId() {
      return id;
    }

    public int getCount() {
      return count;
    }
  }

  static final class Single {
    private final String id;

    public Single(String id) {
      this.id = id;
    }

    public String getId() {
      return id;
    }
  }

  interface Shape {
    String name();
  }

  abstract static class Animal {
    public String name = "";
  }

  @SuppressWarnings("ClassCanBeStatic") // That it is not is what this is about.
  class Inner {
    public String name = "";
  }

  record Holder(String id, List<Value> values) {}

  record Deep(Map<String, List<Optional<Holder>>> holders) {}

  record Shapes(List<Shape> shapes) {}

  record Networked(InetAddress address) {}

  record Page<T>(List<T> items, int number) {}

  static class Box<T extends Comparable<T>> {
    public Map<String, T> values = Map.of();
  }

  record Bounded<T extends Number>(T value) {}

  record Order(
      String id,
      BigDecimal amount,
      Instant at,
      Date day,
      UUID uuid,
      Color color,
      EnumMap<Color, Integer> counts,
      Map<Integer, List<Line>> lines,
      Optional<Line> first,
      JsonNode tree,
      Object any,
      Number number,
      CharSequence text,
      Iterable<String> each,
      List<Line> more,
      Order replaces) {}

  record Line(String sku, Sku code) {}

  static final class Sku {
    private final String text;

    public Sku(String text) {
      this.text = text;
    }

    @JsonValue
    public String text() {
      return text;
    }
  }

  enum Color {
    RED,
    BLUE
  }

  static class Bean {
    private String name = "";

    public String getName() {
      return name;
    }

    public void setName(String name) {
      this.name = name;
    }
  }

  static final class Made {
    private final String id;

    @JsonCreator
    Made(@JsonProperty("id") String id) {
      this.id = id;
    }

    public String getId() {
      return id;
    }
  }

  @JsonDeserialize(builder = Built.Builder.class)
  static final class Built {
    private final String id;

    private Built(String id) {
      this.id = id;
    }

    public String getId() {
      return id;
    }

    @JsonPOJOBuilder(withPrefix = "")
    static final class Builder {
      private String id = "";

      public Builder id(String newId) {
        id = newId;
        return this;
      }

      public Built build() {
        return new Built(id);
      }
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes(@JsonSubTypes.Type(value = Paid.class, name = "paid"))
  interface Change {}

  record Paid(int cents) implements Change {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
  @JsonSubTypes(@JsonSubTypes.Type(value = Lost.class, name = "lost"))
  interface Fate {}

  static final class Lost implements Fate {
    public final String where;

    Lost(String where, int when) {
      this.where = where + when;
    }
  }

  record History(List<Change> changes) {}

  record Fates(Fate fate) {}

  static final class OrderPage {
    public Page<Line> page = new Page<>(List.of(), 0);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Value.class,
        Single.class,
        Shape.class,
        Animal.class,
        Inner.class,
        Runnable.class,
        Holder.class,
        Deep.class,
        Shapes.class,
        Networked.class,
        Fate.class,
        Fates.class,
        Page.class
      })
  void a_class_that_nothing_can_be_read_as_is_told(Class<?> type) {
    assertThat(codec.unreadable(type))
        .get()
        .asString()
        .startsWith("data for " + type.getName())
        .hasSizeLessThan(500);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Order.class,
        Line.class,
        Sku.class,
        Color.class,
        Bean.class,
        Made.class,
        Built.class,
        Change.class,
        Paid.class,
        History.class,
        OrderPage.class,
        Bounded.class,
        String.class,
        Integer.class,
        int.class,
        boolean.class,
        Object.class,
        Map.class,
        List.class,
        Optional.class,
        Instant.class,
        JsonNode.class,
        ObjectNode.class,
        String[].class
      })
  void any_other_class_is_not(Class<?> type) {
    assertThat(codec.unreadable(type)).isEmpty();
  }

  @Test
  void the_sentence_is_the_one_that_a_dead_letter_would_have() {
    assertThat(codec.unreadable(Value.class))
        .get()
        .asString()
        .contains("Cannot construct instance of `io.busline.json.ReadabilityTest$Value`")
        .contains("no Creators, like default constructor, exist");
    assertThat(codec.unreadable(Deep.class).orElseThrow())
        .startsWith("data for " + Deep.class.getName() + " at holders[*][*].values[*] ");
  }

  @kotlin.Metadata
  static final class OfKotlin {
    private final String id;

    OfKotlin(String id, int number) {
      this.id = id + number;
    }

    public String getId() {
      return id;
    }
  }

  record HolderOfKotlin(List<OfKotlin> values) {}

  @Test
  void a_class_of_kotlin_needs_the_module_that_the_sentence_names() {
    assertThat(codec.unreadable(HolderOfKotlin.class))
        .get()
        .asString()
        .contains(" at values[*] cannot be read")
        .endsWith("add tools.jackson.module:jackson-module-kotlin to the class path");
  }

  @Test
  void nothing_is_published_that_could_not_be_read_as_its_own_class() {
    for (Object data :
        List.of(
            new Value("a", 1),
            new Single("a"),
            new Inner(),
            new Holder("h", List.of()),
            new Lost("here", 1))) {
      assertThatThrownBy(() -> codec.encode(data))
          .isInstanceOf(EncodingException.class)
          .hasMessageStartingWith(
              data.getClass().getName() + " is not published, because nobody could read it: ");
    }
  }

  @Test
  void a_class_that_no_subscriber_would_name_may_be_published() {
    for (Object data :
        List.of(
            Map.of("a", 1),
            List.of(1),
            Map.of("a", 1).entrySet(),
            new Page<>(List.of(new Line("a", new Sku("b"))), 1),
            new Bean() {}.getName(),
            new Animal() {},
            Optional.of("x"))) {
      assertThat(codec.encode(data)).isNotEmpty();
    }
  }
}
