package io.busline.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.busline.error.EncodingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Annotations of Jackson 2 that Jackson 3 does not see are refused by name. */
class OlderAnnotationsTest {
  private final JsonCodec codec = new JsonCodec();

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Named(String orderId) {}

  record Component(@JsonSerialize(using = ToStringSerializer.class) long number) {}

  static class Parent {
    private String name = "";

    @JsonDeserialize(as = String.class)
    public void setName(String name) {
      this.name = name;
    }

    public String getName() {
      return name;
    }
  }

  static final class Child extends Parent {}

  record Nested(String id, Optional<List<Named>> all) {}

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  interface Face {}

  record Faced(String id) implements Face {}

  enum Level {
    @JsonDeserialize
    LOW
  }

  record Levelled(Level level) {}

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @tools.jackson.databind.annotation.JsonNaming(
      tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Both(String orderId) {}

  record Shared(@JsonProperty("order_id") String orderId) {}

  @ParameterizedTest
  @ValueSource(
      classes = {
        Named.class,
        Component.class,
        Parent.class,
        Child.class,
        Nested.class,
        Faced.class,
        Levelled.class
      })
  void a_class_with_one_cannot_be_subscribed_to(Class<?> type) {
    assertThat(codec.unreadable(type))
        .get()
        .asString()
        .startsWith("data for " + type.getName())
        .contains(" of Jackson 2 is on ")
        .contains("Use tools.jackson.databind.annotation.Json");
  }

  @Test
  void data_with_one_is_not_written() {
    for (Object data :
        List.of(
            new Named("a"),
            new Component(1),
            new Child(),
            List.of(new Named("a")),
            new Object[] {new Faced("x")},
            new Levelled(Level.LOW))) {
      assertThatThrownBy(() -> codec.encode(data))
          .isInstanceOf(EncodingException.class)
          .hasMessageContaining(" of Jackson 2 is on io.busline.json.OlderAnnotationsTest")
          .hasMessageContaining("Jackson 3, which does not see it");
    }
  }

  @Test
  void the_member_is_named() {
    assertThat(codec.unreadable(Component.class))
        .get()
        .asString()
        .contains("@JsonSerialize of Jackson 2 is on " + Component.class.getName() + ".number");
  }

  @Test
  void one_beside_its_successor_and_those_that_both_share_are_fine() {
    assertThat(codec.unreadable(Both.class)).isEmpty();
    assertThat(Json.text(codec.encode(new Both("a")))).isEqualTo("{\"order_id\":\"a\"}");
    assertThat(Json.text(codec.encode(new Shared("a")))).isEqualTo("{\"order_id\":\"a\"}");
  }

  /** Hides Jackson 2, as it is where a library of events was compiled with it alone. */
  private static final class WithoutJackson2 extends ClassLoader {
    WithoutJackson2() {
      super(OlderAnnotationsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("com.fasterxml.jackson.databind.")) {
        throw new ClassNotFoundException(name);
      }
      return name.equals(Named.class.getName()) ? own(name) : super.loadClass(name, resolve);
    }

    private Class<?> own(String name) throws ClassNotFoundException {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void one_that_the_jvm_hides_is_found_in_the_class_file() throws Exception {
    Class<?> named = new WithoutJackson2().loadClass(Named.class.getName());

    assertThat(named.getAnnotations()).isEmpty();
    assertThat(codec.unreadable(named)).get().asString().contains("@JsonNaming of Jackson 2");
  }
}
