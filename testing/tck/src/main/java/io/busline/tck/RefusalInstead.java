package io.busline.tck;

import io.busline.logs.AssertedWarnings;
import io.busline.spi.Capability;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs a test only where its {@link Needs} are declared, and asserts the refusal elsewhere. */
final class RefusalInstead implements InvocationInterceptor {

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> context,
      ExtensionContext extension)
      throws Throwable {
    runOrRefuse(invocation, context.getExecutable(), extension);
  }

  /** Of a factory, each test is asked what its factory needs. */
  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation, DynamicTestInvocationContext context, ExtensionContext extension)
      throws Throwable {
    ExtensionContext factory = extension.getParent().orElseThrow();
    runOrRefuse(invocation, factory.getRequiredTestMethod(), factory);
  }

  private static void runOrRefuse(
      Invocation<Void> invocation, Method test, ExtensionContext extension) throws Throwable {
    Scene scene = ((Contract) extension.getRequiredTestInstance()).scene();
    List<Capability> missing =
        needs(test).stream().filter(capability -> !scene.can(capability)).toList();
    if (missing.isEmpty()) {
      invocation.proceed();
      return;
    }
    invocation.skip();
    AssertedWarnings.demandNothing(extension);
    for (Capability capability : missing) {
      Refusals.assertRefused(scene, capability);
    }
  }

  /** What a test and its theme need. */
  static Set<Capability> needs(Method test) {
    Set<Capability> needs = new LinkedHashSet<>();
    addNeeds(needs, test.getAnnotation(Needs.class));
    addNeeds(needs, test.getDeclaringClass().getAnnotation(Needs.class));
    return needs;
  }

  private static void addNeeds(Set<Capability> needs, @Nullable Needs annotation) {
    if (annotation != null) {
      needs.addAll(List.of(annotation.value()));
    }
  }
}
