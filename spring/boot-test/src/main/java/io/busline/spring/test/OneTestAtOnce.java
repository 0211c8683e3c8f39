package io.busline.spring.test;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/** Has the tests of one class wait for one another, for they share an application context. */
final class OneTestAtOnce implements ResourceLocksProvider {

  /** Called by JUnit. */
  OneTestAtOnce() {}

  @Override
  public Set<Lock> provideForMethod(
      List<Class<?>> enclosingInstanceTypes, Class<?> testClass, Method testMethod) {
    Class<?> outermost =
        enclosingInstanceTypes.isEmpty() ? testClass : enclosingInstanceTypes.get(0);
    return Set.of(new Lock(OneTestAtOnce.class.getName() + " " + outermost.getName()));
  }
}
