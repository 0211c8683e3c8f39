package io.busline.spring;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** There is a bus without a name, unless all have one. */
final class OnDefaultBus extends SpringBootCondition {

  @Override
  public ConditionOutcome getMatchOutcome(
      ConditionContext context, AnnotatedTypeMetadata metadata) {
    if (StringUtils.hasText(context.getEnvironment().getProperty("busline.url"))) {
      return ConditionOutcome.match("busline.url is set");
    }
    return NamedBuses.names(context.getEnvironment()).isEmpty()
        ? ConditionOutcome.match("no bus has a name")
        : ConditionOutcome.noMatch("all buses have names");
  }
}
