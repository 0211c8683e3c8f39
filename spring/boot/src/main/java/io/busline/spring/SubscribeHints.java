package io.busline.spring;

import java.lang.reflect.Method;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.generate.GenerationContext;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.beans.factory.aot.BeanRegistrationAotContribution;
import org.springframework.beans.factory.aot.BeanRegistrationAotProcessor;
import org.springframework.beans.factory.aot.BeanRegistrationCode;
import org.springframework.beans.factory.support.RegisteredBean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/** Tells a native image which methods are called, and which data is written and read. */
final class SubscribeHints implements BeanRegistrationAotProcessor {

  @Override
  public @Nullable BeanRegistrationAotContribution processAheadOfTime(RegisteredBean bean) {
    Class<?> type = ClassUtils.getUserClass(bean.getBeanClass());
    Set<Method> methods =
        MethodIntrospector.selectMethods(
            type, (Method method) -> AnnotatedElementUtils.hasAnnotation(method, Subscribe.class));
    return methods.isEmpty() ? null : new Contribution(methods);
  }

  private record Contribution(Set<Method> methods) implements BeanRegistrationAotContribution {

    @Override
    public void applyTo(GenerationContext generation, BeanRegistrationCode code) {
      ReflectionHints hints = generation.getRuntimeHints().reflection();
      BindingReflectionHintsRegistrar data = new BindingReflectionHintsRegistrar();
      for (Method method : methods) {
        hints.registerMethod(method, ExecutableMode.INVOKE);
        data.registerReflectionHints(hints, method.getGenericParameterTypes());
      }
    }
  }
}
