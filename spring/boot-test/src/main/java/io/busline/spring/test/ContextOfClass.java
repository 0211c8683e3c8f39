package io.busline.spring.test;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Keeps classes of tests from sharing an application context, and so their bus. */
final class ContextOfClass implements ContextCustomizerFactory {

  /** Called by Spring. */
  ContextOfClass() {}

  @Override
  public @Nullable ContextCustomizer createContextCustomizer(
      Class<?> testClass, List<ContextConfigurationAttributes> configuration) {
    return TestContextAnnotationUtils.hasAnnotation(testClass, AutoConfigureTestBus.class)
        ? new Own(outermost(testClass).getName())
        : null;
  }

  private static Class<?> outermost(Class<?> testClass) {
    Class<?> outermost = testClass;
    while (TestContextAnnotationUtils.searchEnclosingClass(outermost)) {
      outermost = outermost.getEnclosingClass();
    }
    return outermost;
  }

  /**
   * Changes nothing: what counts is that it equals no other's, as it is part of the cache's key.
   */
  private record Own(String testClass) implements ContextCustomizer {
    @Override
    public void customizeContext(
        ConfigurableApplicationContext context, MergedContextConfiguration configuration) {}
  }
}
