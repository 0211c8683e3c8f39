package io.busline.json;

import io.busline.error.ConfigurationException;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.function.UnaryOperator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.cfg.MapperBuilder;
import tools.jackson.databind.cfg.MutableCoercionConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import tools.jackson.databind.type.LogicalType;

/**
 * Sets Jackson up. What matters is said even where it is the default, because defaults have changed
 * between its versions.
 */
final class Mappers {
  private Mappers() {}

  static JsonFactory factory(JsonLimits limits) {
    return settings(limits).build();
  }

  private static JsonFactoryBuilder settings(JsonLimits limits) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxDocumentLength(limits.documentBytes())
                .maxNestingDepth(limits.depth())
                .maxTokenCount(limits.tokens())
                .maxStringLength(limits.stringLength())
                .maxNumberLength(limits.numberLength())
                .maxNameLength(limits.nameLength())
                .build())
        // What could not be read again is not written; and data that contains itself ends here.
        .streamWriteConstraints(
            StreamWriteConstraints.builder().maxNestingDepth(limits.depth()).build())
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        .disable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
        // Interned names would outlive the event; the table of known names is bounded.
        .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
        .enable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        // RFC 8259: JSON between systems is UTF-8.
        .disable(TokenStreamFactory.Feature.CHARSET_DETECTION);
  }

  /**
   * A mapper of these limits.
   *
   * @param settings the application's own, after ours and after the modules on the class path
   * @throws ConfigurationException if they take something away that the limits need
   */
  static JsonMapper mapper(
      JsonLimits limits, Doubts doubts, UnaryOperator<JsonMapper.Builder> settings) {
    NumberLimits numbers = new NumberLimits(limits.numberLength());
    MapperGuards guards =
        new MapperGuards(
            new LimitedFactory(settings(limits), limits, doubts),
            numbers.nodeFactory(),
            // Denies what StrictAnnotations may not see.
            BasicPolymorphicTypeValidator.builder().build());
    JsonMapper.Builder ours = JsonMapper.builder((JsonFactory) guards.factory());
    tolerateWhatIsNew(ours);
    refuseWhatWouldBeGuessed(ours);
    keepValuesExact(ours);
    ours.nodeFactory(guards.nodes())
        .annotationIntrospector(new StrictAnnotations())
        .deactivateDefaultTyping()
        .polymorphicTypeValidator(guards.validator())
        .addModules(found());
    // Last, so that its readers go before those of other modules.
    JsonMapper mapper =
        settings.apply(ours).addModule(new StrictModule(numbers, limits.nameLength())).build();
    guards.require(mapper);
    return mapper;
  }

  /** The modules on the class path. */
  private static List<JacksonModule> found() {
    try {
      return MapperBuilder.findModules();
    } catch (ServiceConfigurationError e) {
      throw new ConfigurationException(
          "a Jackson module on the class path cannot be loaded: %s. Add the library that it needs, or remove it"
              .formatted(e.getMessage()),
          e);
    }
  }

  /** A publisher may add properties before its subscribers know them. */
  private static void tolerateWhatIsNew(JsonMapper.Builder builder) {
    builder
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        // Only where the enum says which constant stands for those it does not know.
        .enable(EnumFeature.READ_UNKNOWN_ENUM_VALUES_USING_DEFAULT_VALUE);
  }

  private static void refuseWhatWouldBeGuessed(JsonMapper.Builder builder) {
    builder
        .enable(
            DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
            DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
            DeserializationFeature.FAIL_ON_SUBTYPE_CLASS_NOT_REGISTERED)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .withCoercionConfig(
            LogicalType.Textual,
            textual ->
                textual
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        // Many publishers write exact numbers as text, because JavaScript has none.
        .withCoercionConfig(LogicalType.Integer, Mappers::allowText)
        .withCoercionConfig(LogicalType.Float, Mappers::allowText);
  }

  private static void allowText(MutableCoercionConfig numbers) {
    numbers
        .setAcceptBlankAsEmpty(true)
        .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)
        .setCoercion(CoercionInputShape.String, CoercionAction.TryConvert);
  }

  private static void keepValuesExact(JsonMapper.Builder builder) {
    builder
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .disable(
            DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
            DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
            DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE,
            DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
        // A constant's name is checked by the compiler; what toString says is for people.
        .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
        // As declared, so that a reader finds what the record shows.
        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY);
  }
}
