package io.busline.json;

import static io.busline.json.Json.json;
import static io.busline.json.Json.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.busline.error.ConfigurationException;
import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.Version;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.test.OldModule;

/** A codec with the application's own settings keeps every limit. */
class ConfiguredCodecTest {

  record Order(String orderId, BigDecimal amount, String note) {}

  /** Of somebody else, with no annotation and no way to be read. */
  static final class Money {
    final long cents;

    Money(long cents) {
      this.cents = cents;
    }
  }

  record Invoice(Money total) {}

  private static final class MoneyWriter extends StdSerializer<Money> {
    MoneyWriter() {
      super(Money.class);
    }

    @Override
    public void serialize(Money money, JsonGenerator generator, SerializationContext context) {
      generator.writeNumber(money.cents);
    }
  }

  private static final class MoneyReader extends StdDeserializer<Money> {
    MoneyReader() {
      super(Money.class);
    }

    @Override
    public Money deserialize(JsonParser parser, DeserializationContext context) {
      return new Money(parser.getLongValue());
    }
  }

  private static final JsonCodec SNAKES =
      new JsonCodec()
          .configured(mapper -> mapper.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE))
          .configured(
              mapper ->
                  mapper.changeDefaultPropertyInclusion(
                      inclusion -> inclusion.withValueInclusion(Include.NON_NULL)));

  @Test
  void names_and_inclusion_are_the_applications_own() {
    Order order = new Order("o-1", new BigDecimal("1.50"), null);

    assertThat(text(SNAKES.encode(order))).isEqualTo("{\"order_id\":\"o-1\",\"amount\":1.50}");
    assertThat(SNAKES.decode(SNAKES.encode(order), Order.class)).isEqualTo(order);
  }

  @Test
  void the_limits_stay() {
    JsonCodec codec =
        JsonCodec.withLimits(JsonLimits.DEFAULTS.withDepth(3))
            .configured(
                mapper -> mapper.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));

    assertThatThrownBy(() -> codec.decode(json("[[[[1]]]]"), Object.class))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("is beyond a limit");
  }

  @Test
  void a_module_that_is_given_reads_and_writes_a_class_that_cannot_be_annotated() {
    SimpleModule module =
        new SimpleModule("money")
            .addSerializer(new MoneyWriter())
            .addDeserializer(Money.class, new MoneyReader());
    JsonCodec codec = new JsonCodec().configured(mapper -> mapper.addModule(module));

    assertThatThrownBy(() -> new JsonCodec().encode(new Invoice(new Money(7))))
        .isInstanceOf(EncodingException.class);
    assertThat(codec.unreadable(Invoice.class)).isEmpty();
    assertThat(text(codec.encode(new Invoice(new Money(7))))).isEqualTo("{\"total\":7}");
    assertThat(codec.decode(json("{\"total\":7}"), Invoice.class).total().cents).isEqualTo(7);
  }

  @Test
  void a_mix_in_stands_for_annotations() {
    JsonCodec codec =
        new JsonCodec().configured(mapper -> mapper.addMixIn(Order.class, Renamed.class));

    assertThat(codec.decode(json("{\"id\":\"o-1\"}"), Order.class).orderId()).isEqualTo("o-1");
  }

  interface Renamed {
    @JsonProperty("id")
    String orderId();
  }

  static Stream<Arguments> breaches() {
    var anyClass = BasicPolymorphicTypeValidator.builder().allowIfBaseType(Object.class).build();
    return Stream.of(
        breach("replace the stream factory, so that texts", mapper -> JsonMapper.builder()),
        breach("activate default typing", mapper -> mapper.activateDefaultTyping(anyClass)),
        breach(
            "replace the polymorphic type validator",
            mapper -> mapper.polymorphicTypeValidator(anyClass)),
        breach("replace the node factory", mapper -> mapper.nodeFactory(new JsonNodeFactory())),
        breach(
            "replace the annotation introspector",
            mapper -> mapper.annotationIntrospector(new JacksonAnnotationIntrospector())),
        breach(
            "change DeserializationFeature.FAIL_ON_TRAILING_TOKENS",
            mapper -> mapper.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)),
        breach(
            "change StreamReadFeature.STRICT_DUPLICATE_DETECTION",
            mapper -> mapper.disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)),
        breach(
            "change StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION",
            mapper -> mapper.enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)),
        breach(
            "change JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS",
            mapper -> mapper.disable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)),
        breach(
            "change JsonWriteFeature.QUOTE_PROPERTY_NAMES",
            mapper -> mapper.disable(JsonWriteFeature.QUOTE_PROPERTY_NAMES)),
        breach(
            "change JsonReadFeature.ALLOW_SINGLE_QUOTES",
            mapper -> mapper.enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)));
  }

  private static Arguments breach(String words, UnaryOperator<JsonMapper.Builder> settings) {
    return Arguments.of(words, settings);
  }

  @ParameterizedTest(name = "settings are refused that {0}")
  @MethodSource("breaches")
  void settings_that_take_a_limit_away_are_refused(
      String words, UnaryOperator<JsonMapper.Builder> settings) {
    assertThatThrownBy(() -> new JsonCodec().configured(settings))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("the settings of the JSON mapper " + words)
        .hasMessageContaining("Leave that out");
  }

  @Test
  void no_setting_lets_a_document_name_a_class() {
    JsonCodec codec =
        new JsonCodec()
            .configured(
                mapper ->
                    mapper
                        .addMixIn(Object.class, ByClass.class)
                        .addMixIn(Order.class, ByClass.class));

    assertThat(codec.decode(json("{\"@class\":\"java.util.Date\"}"), Object.class))
        .isEqualTo(Map.of("@class", "java.util.Date"));
    assertThat(codec.unreadable(Order.class))
        .get()
        .asString()
        .contains("lets the document name a Java class");
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
  interface ByClass {}

  @Test
  void a_module_of_another_release_than_jackson_is_refused() {
    assertThatThrownBy(
            () -> new JsonCodec().configured(mapper -> mapper.addModule(new OldModule())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("module tools.jackson.test.OldModule is of release 2.99.0")
        .hasMessageContaining("jackson-bom");
    // Other people's modules have releases of their own.
    new JsonCodec()
        .configured(
            mapper ->
                mapper.addModule(
                    new SimpleModule("theirs", new Version(1, 0, 0, null, "org", "theirs"))));
  }
}
