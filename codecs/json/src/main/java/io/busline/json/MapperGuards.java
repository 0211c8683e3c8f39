package io.busline.json;

import io.busline.error.ConfigurationException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.cfg.PackageVersion;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What the application's settings of a mapper must leave as it is: the bounds of a document, that
 * it is JSON, and that it names no Java class. All else is the application's to choose.
 *
 * @param factory bounds what is read and written
 * @param nodes bounds the numbers of trees
 * @param validator lets a document name no class
 */
record MapperGuards(
    TokenStreamFactory factory, JsonNodeFactory nodes, PolymorphicTypeValidator validator) {

  /**
   * Refuses a mapper that is without one of the guards.
   *
   * @throws ConfigurationException if it is, or if a module is of another release than Jackson
   */
  void require(JsonMapper mapper) {
    String broken = broken(mapper);
    if (broken != null) {
      throw new ConfigurationException(
          "the settings of the JSON mapper %s. Leave that out; naming, inclusion, formats and modules are free"
              .formatted(broken));
    }
    mapper.registeredModules().forEach(MapperGuards::requireOfThisRelease);
  }

  private @Nullable String broken(JsonMapper mapper) {
    DeserializationConfig reading = mapper.deserializationConfig();
    if (mapper.tokenStreamFactory() != factory) {
      return "replace the stream factory, so that texts and documents would be unbounded. JsonLimits sets the bounds";
    }
    if (reading.getDefaultTyper(mapper.constructType(Object.class)) != null) {
      return "activate default typing, so that a message could name a Java class to be loaded. Use @JsonTypeInfo(use = Id.NAME) with @JsonSubTypes";
    }
    if (reading.getPolymorphicTypeValidator() != validator) {
      return "replace the polymorphic type validator, so that a message could name a Java class to be loaded";
    }
    if (reading.getNodeFactory() != nodes) {
      return "replace the node factory, so that numbers would be unbounded";
    }
    if (reading.getAnnotationIntrospector().allIntrospectors().stream()
        .noneMatch(StrictAnnotations.class::isInstance)) {
      return "replace the annotation introspector, which lets no message name a Java class. Add yours by a module";
    }
    return changed(mapper);
  }

  private static @Nullable String changed(JsonMapper mapper) {
    Map<Enum<?>, Boolean> isAsItMustBe = new LinkedHashMap<>();
    for (DeserializationFeature on :
        new DeserializationFeature[] {
          DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
          DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
          DeserializationFeature.FAIL_ON_SUBTYPE_CLASS_NOT_REGISTERED,
          DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS
        }) {
      isAsItMustBe.put(on, mapper.isEnabled(on));
    }
    isAsItMustBe.put(
        JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS,
        mapper.deserializationConfig().isEnabled(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS));
    isAsItMustBe.put(
        StreamReadFeature.STRICT_DUPLICATE_DETECTION,
        mapper.isEnabled(StreamReadFeature.STRICT_DUPLICATE_DETECTION));
    isAsItMustBe.put(
        StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION,
        !mapper.isEnabled(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION));
    isAsItMustBe.put(
        JsonWriteFeature.QUOTE_PROPERTY_NAMES,
        mapper.isEnabled(JsonWriteFeature.QUOTE_PROPERTY_NAMES));
    for (JsonReadFeature lenient : JsonReadFeature.values()) {
      isAsItMustBe.put(lenient, !mapper.isEnabled(lenient));
    }
    for (Map.Entry<Enum<?>, Boolean> feature : isAsItMustBe.entrySet()) {
      if (!feature.getValue()) {
        return "change %s.%s, without which a document could be something else than one reader or another takes it for"
            .formatted(
                feature.getKey().getDeclaringClass().getSimpleName(), feature.getKey().name());
      }
    }
    return null;
  }

  /** Jackson's own modules use what is inside of it: a newer one asks for what is not there. */
  private static void requireOfThisRelease(JacksonModule module) {
    var jackson = PackageVersion.VERSION;
    var its = module.version();
    if (its.getGroupId().startsWith("tools.jackson")
        && (its.getMajorVersion() != jackson.getMajorVersion()
            || its.getMinorVersion() > jackson.getMinorVersion())) {
      throw new ConfigurationException(
          "the Jackson module %s is of release %s, and Jackson itself of %s. Use one release for both; tools.jackson:jackson-bom sees to that"
              .formatted(module.getClass().getName(), its, jackson));
    }
  }
}
