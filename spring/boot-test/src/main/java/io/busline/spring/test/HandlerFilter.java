package io.busline.spring.test;

import io.busline.spring.Subscribe;
import java.io.IOException;
import java.util.Set;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Leaves out every scanned component but those with handlers. */
final class HandlerFilter extends StandardAnnotationCustomizableTypeExcludeFilter<BuslineTest> {
  private final Set<Class<?>> named;

  /**
   * Called by Boot.
   *
   * @param testClass the class of tests
   */
  HandlerFilter(Class<?> testClass) {
    super(testClass);
    this.named = Set.of(getAnnotation().getValue("handlers", Class[].class).orElse(NONE));
  }

  private static final Class<?>[] NONE = {};

  @Override
  protected boolean defaultInclude(MetadataReader reader, MetadataReaderFactory factory)
      throws IOException {
    return named.isEmpty()
        ? reader.getAnnotationMetadata().hasAnnotatedMethods(Subscribe.class.getName())
        : super.defaultInclude(reader, factory);
  }

  @Override
  protected Set<Class<?>> getComponentIncludes() {
    return named;
  }
}
