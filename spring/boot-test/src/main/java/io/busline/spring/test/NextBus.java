package io.busline.spring.test;

import org.springframework.context.Lifecycle;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.TestExecutionListener;
import org.springframework.test.context.support.DependencyInjectionTestExecutionListener;

/** Gives the application context of a test that has ended a new bus, or has it started anew. */
final class NextBus implements TestExecutionListener {

  /** The bean of the starter that subscribes the methods. */
  private static final String HANDLERS = "buslineLifecycle";

  /** Called by Spring. */
  NextBus() {}

  @Override
  public void afterTestMethod(TestContext test) {
    if (!test.hasApplicationContext()
        || !TestContextAnnotationUtils.hasAnnotation(
            test.getTestClass(), AutoConfigureTestBus.class)) {
      return;
    }
    Lifecycle handlers = test.getApplicationContext().getBean(HANDLERS, Lifecycle.class);
    if (!TestBus.of(test.getApplicationContext()).exchange(handlers)) {
      test.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
      test.setAttribute(
          DependencyInjectionTestExecutionListener.REINJECT_DEPENDENCIES_ATTRIBUTE, true);
    }
  }
}
