package io.busline.spring.test;

import io.busline.EventBus;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Stands for one bus after another, so that beans can keep it. Safe for use by several threads. */
final class EventBusProxy implements InvocationHandler, Supplier<EventBus> {
  private final EventBus proxy =
      (EventBus)
          Proxy.newProxyInstance(
              EventBus.class.getClassLoader(), new Class<?>[] {EventBus.class}, this);

  private volatile @Nullable EventBus bus;

  EventBus bus() {
    return proxy;
  }

  void pointTo(EventBus target) {
    bus = target;
  }

  @Override
  public EventBus get() {
    EventBus target = bus;
    if (target == null) {
      throw new IllegalStateException("no bus was opened yet");
    }
    return target;
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("equals")) {
      return arguments != null && self == arguments[0];
    }
    if (method.getName().equals("hashCode")) {
      return System.identityHashCode(self);
    }
    try {
      return method.invoke(get(), arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
