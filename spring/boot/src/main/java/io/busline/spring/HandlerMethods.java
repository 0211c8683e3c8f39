package io.busline.spring;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/** Finds the methods with {@link Subscribe}, once all beans that are not lazy exist. */
final class HandlerMethods implements SmartInitializingSingleton {

  /** A method, and the bean that has it. */
  record Found(String bean, HandlerMethod method) {}

  private final ConfigurableListableBeanFactory beans;
  private final BuslineProperties.Subscriptions defaults;
  private final List<Found> found = new ArrayList<>();

  HandlerMethods(ConfigurableListableBeanFactory beans, BuslineProperties.Subscriptions defaults) {
    this.beans = beans;
    this.defaults = defaults;
  }

  List<Found> found(Predicate<HandlerMethod> isMeant) {
    return found.stream().filter(each -> isMeant.test(each.method())).toList();
  }

  /** The bean, which is made now if it is lazy. */
  Object bean(Found handler) {
    try {
      return beans.getBean(handler.bean);
    } catch (BeansException e) {
      throw HandlerMethod.refused(
          handler.method.name(),
          "cannot be called, because its bean cannot be made: "
              + NestedExceptionUtils.getMostSpecificCause(e).getMessage()
              + ". Mend what the bean needs");
    }
  }

  @Override
  public void afterSingletonsInstantiated() {
    for (String bean : beans.getBeanNamesForType(Object.class)) {
      if (!ScopedProxyUtils.isScopedTarget(bean)) {
        Class<?> type = AutoProxyUtils.determineTargetClass(beans, bean);
        if (type != null && AnnotationUtils.isCandidateClass(type, Subscribe.class)) {
          search(bean, ClassUtils.getUserClass(type));
        }
      }
    }
  }

  private void search(String bean, Class<?> type) {
    Map<Method, Subscribe> annotated =
        MethodIntrospector.selectMethods(
            type,
            (MethodIntrospector.MetadataLookup<Subscribe>)
                method -> AnnotatedElementUtils.findMergedAnnotation(method, Subscribe.class));
    annotated.forEach(
        (method, subscribe) -> {
          String name = type.getName() + "." + method.getName();
          HandlerParameter parameter = HandlerParameter.of(name, method);
          Method invocable = invocable(name, method, beans.getType(bean));
          found.add(
              new Found(bean, new HandlerMethod(name, invocable, parameter, options(subscribe))));
        });
  }

  private static Method invocable(String name, Method method, @Nullable Class<?> proxy) {
    boolean isSubclassed = proxy != null && ClassUtils.getUserClass(proxy) != proxy;
    if (isSubclassed && (method.getModifiers() & (Modifier.FINAL | Modifier.PRIVATE)) != 0) {
      throw HandlerMethod.refused(
          name,
          "is final or private, and its bean is a proxy, which would miss the call. Make it"
              + " neither");
    }
    try {
      Method invocable = AopUtils.selectInvocableMethod(method, proxy);
      invocable.setAccessible(true);
      return invocable;
    } catch (IllegalStateException e) {
      throw HandlerMethod.refused(
          name,
          "is not in an interface of its bean, which is a JDK proxy. Put it there, or set"
              + " spring.aop.proxy-target-class=true");
    }
  }

  private HandlerMethod.Options options(Subscribe subscribe) {
    return new HandlerMethod.Options(
        resolve(subscribe.value()),
        resolve(subscribe.pattern()),
        resolve(subscribe.group()),
        subscribe.broadcast(),
        resolve(subscribe.bus()),
        subscribe.inbox(),
        subscribe.maxBatch(),
        new SubscriptionOptions(
            subscribe.concurrency() == 0 ? defaults.concurrency() : subscribe.concurrency(),
            subscribe.attempts() == 0 ? defaults.attempts() : subscribe.attempts(),
            duration(subscribe.firstDelay(), defaults.firstDelay()),
            duration(subscribe.maxDelay(), defaults.maxDelay()),
            defaults.handlerTimeout()));
  }

  private Duration duration(String text, Duration otherwise) {
    String resolved = resolve(text);
    return resolved.isEmpty() ? otherwise : DurationStyle.detectAndParse(resolved);
  }

  private String resolve(String text) {
    String resolved = beans.resolveEmbeddedValue(text);
    return resolved == null ? "" : resolved;
  }
}
