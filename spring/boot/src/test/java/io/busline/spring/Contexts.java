package io.busline.spring;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/** Applications for tests. */
final class Contexts {
  private static int last;

  private Contexts() {}

  /** A bus of its own in memory, for the service "shipping". */
  static synchronized ApplicationContextRunner memory() {
    last++;
    return withoutUrl().withPropertyValues("busline.url=memory:boot-" + last);
  }

  static ApplicationContextRunner withoutUrl() {
    return new ApplicationContextRunner()
        .withConfiguration(
            AutoConfigurations.of(
                BuslineTelemetryAutoConfiguration.class,
                BuslineAutoConfiguration.class,
                BuslineHealthAutoConfiguration.class,
                BuslineEndpointAutoConfiguration.class,
                EndpointAutoConfiguration.class,
                AvailabilityProbesAutoConfiguration.class,
                AvailabilityHealthContributorAutoConfiguration.class,
                HealthContributorAutoConfiguration.class,
                HealthContributorRegistryAutoConfiguration.class,
                HealthEndpointAutoConfiguration.class))
        .withBean(ApplicationAvailabilityBean.class)
        .withPropertyValues("spring.application.name=shipping");
  }

  /** What Boot prints of a failed start. */
  static FailureAnalysis analysis(Throwable failure) {
    return SpringFactoriesLoader.forDefaultResourceLocation()
        .load(
            FailureAnalyzer.class,
            ArgumentResolver.of(BeanFactory.class, new DefaultListableBeanFactory())
                .and(Environment.class, new StandardEnvironment()),
            // As Boot does: some are for classes that are not there.
            (factory, name, absent) -> {})
        .stream()
        .map(analyzer -> analyzer.analyze(failure))
        .filter(analysis -> analysis != null)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no analyzer knows this", failure));
  }

  static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the condition does not hold after 20 s");
      }
      Thread.onSpinWait();
    }
  }
}
