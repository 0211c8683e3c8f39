package io.busline.spring;

import io.busline.error.ConfigurationException;
import io.busline.json.JsonCodec;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/**
 * Event data in the JSON of the application: what {@code spring.jackson} and its customizers say of
 * its mapper holds for events, too, as far as a document stays bounded and exact.
 */
@AutoConfiguration(
    before = BuslineAutoConfiguration.class,
    afterName = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
@ConditionalOnClass({JsonCodec.class, JsonMapperBuilderCustomizer.class})
@ConditionalOnBooleanProperty(name = "busline.json.application-settings", matchIfMissing = true)
public final class BuslineJsonAutoConfiguration {

  /** For Spring. */
  public BuslineJsonAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  JsonCodec buslineJsonCodec(ObjectProvider<JsonMapperBuilderCustomizer> customizers) {
    try {
      return new JsonCodec().configured(builder -> customized(builder, customizers));
    } catch (ConfigurationException e) {
      throw new ConfigurationException(
          "the application's settings of Jackson do not do for events. Change them, or set"
              + " busline.json.application-settings=false to have events without them: "
              + e.getMessage(),
          e);
    }
  }

  private static JsonMapper.Builder customized(
      JsonMapper.Builder builder, ObjectProvider<JsonMapperBuilderCustomizer> customizers) {
    customizers.orderedStream().forEach(each -> each.customize(builder));
    return builder;
  }
}
