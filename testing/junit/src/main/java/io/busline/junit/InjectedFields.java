package io.busline.junit;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** Sets the fields of a test's instances that are marked with {@link Injected}. */
final class InjectedFields {
  private InjectedFields() {}

  static void set(ExtensionContext test, BusOfTest bus) {
    for (Object instance : test.getRequiredTestInstances().getAllInstances()) {
      List<Field> fields =
          AnnotationSupport.findAnnotatedFields(
              instance.getClass(), Injected.class, field -> true, HierarchyTraversalMode.TOP_DOWN);
      for (Field field : fields) {
        requireSettable(test, field);
        set(field, instance, bus);
      }
    }
  }

  private static void requireSettable(ExtensionContext test, Field field) {
    String fault = null;
    if (!BusOfTest.gives(field.getType(), field.isAnnotationPresent(MemoryUrl.class))) {
      fault = "has a type that is not injected. See BuslineExtension for those that are";
    } else if ((field.getModifiers() & (Modifier.STATIC | Modifier.FINAL)) != 0) {
      fault = "is static or final. Make it neither, because each test has a bus of its own";
    } else if (test.getTestInstanceLifecycle().filter(Lifecycle.PER_CLASS::equals).isPresent()
        && test.getExecutionMode() == ExecutionMode.CONCURRENT) {
      fault =
          "would be shared by tests that run at the same time on one instance. Take a parameter, or an instance per method";
    }
    if (fault != null) {
      throw new ExtensionConfigurationException("@Injected field %s %s".formatted(field, fault));
    }
  }

  private static void set(Field field, Object instance, BusOfTest bus) {
    try {
      field.setAccessible(true);
      field.set(
          instance, bus.given(field.getGenericType(), field.isAnnotationPresent(MemoryUrl.class)));
    } catch (ReflectiveOperationException | ExtensionConfigurationException e) {
      throw new ExtensionConfigurationException(
          "@Injected field %s: %s".formatted(field, e.getMessage()), e);
    }
  }
}
