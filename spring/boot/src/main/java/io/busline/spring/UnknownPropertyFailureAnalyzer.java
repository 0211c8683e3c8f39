package io.busline.spring;

import io.busline.spi.Nearest;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says which property was meant; before Boot's own, which does not know. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownPropertyFailureAnalyzer
    extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {
  private static final String PREFIX = "busline.";

  @Override
  protected @Nullable FailureAnalysis analyze(
      Throwable rootFailure, UnboundConfigurationPropertiesException cause) {
    List<ConfigurationProperty> unknown =
        cause.getUnboundProperties().stream()
            .filter(property -> property.getName().toString().startsWith(PREFIX))
            .toList();
    if (unknown.isEmpty()) {
      return null;
    }
    return new FailureAnalysis(
        unknown.stream()
            .map(UnknownPropertyFailureAnalyzer::description)
            .collect(Collectors.joining("\n")),
        Nearest.hint(unknown.get(0).getName().toString(), known(), ""),
        cause);
  }

  private static String description(ConfigurationProperty property) {
    return property.getOrigin() == null
        ? "%s is not a property of Busline".formatted(property.getName())
        : "%s, set by %s, is not a property of Busline"
            .formatted(property.getName(), property.getOrigin());
  }

  private static List<String> known() {
    return names(PREFIX, BuslineProperties.class).sorted().toList();
  }

  private static Stream<String> names(String prefix, Class<?> type) {
    return Stream.of(type.getRecordComponents()).flatMap(part -> names(prefix, part));
  }

  private static Stream<String> names(String prefix, RecordComponent part) {
    String name = prefix + DataObjectPropertyName.toDashedForm(part.getName());
    if (part.getType() == Map.class) {
      return names(name + ".NAME.", BuslineProperties.Bus.class);
    }
    return part.getType().isRecord() ? names(name + ".", part.getType()) : Stream.of(name);
  }
}
