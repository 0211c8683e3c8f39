package io.busline.spring.test;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.SpringBootTestContextBootstrapper;
import org.springframework.test.context.TestContextAnnotationUtils;

/** Starts an application as {@code @SpringBootTest} does, with the properties of the slice. */
final class SliceBootstrapper extends SpringBootTestContextBootstrapper {

  @Override
  protected String @Nullable [] getProperties(Class<?> testClass) {
    BuslineTest slice =
        TestContextAnnotationUtils.findMergedAnnotation(testClass, BuslineTest.class);
    return slice == null ? null : slice.properties();
  }
}
