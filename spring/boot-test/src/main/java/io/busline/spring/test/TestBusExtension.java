package io.busline.spring.test;

import io.busline.junit.BuslineExtension;
import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Gives a test the bus of its application context, and looks afterwards at what it left there.
 * {@link NextBus} then gives the context another one.
 */
final class TestBusExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  /** Keeps what belongs to a test in JUnit's store, and nothing in itself. */
  private final BuslineExtension ofTest = new BuslineExtension();

  /** Called by JUnit. */
  TestBusExtension() {}

  @Override
  public void beforeEach(ExtensionContext test) {
    BuslineExtension.on(TestBus.of(SpringExtension.getApplicationContext(test)).begin())
        .beforeEach(test);
  }

  @Override
  public void afterEach(ExtensionContext test) {
    ofTest.afterEach(test);
  }

  /** All that Spring does not give. */
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getDeclaringExecutable() instanceof Method
        && !parameter.isAnnotated(Autowired.class)
        && !parameter.isAnnotated(Qualifier.class)
        && ofTest.supportsParameter(parameter, test);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return ofTest.resolveParameter(parameter, test);
  }
}
