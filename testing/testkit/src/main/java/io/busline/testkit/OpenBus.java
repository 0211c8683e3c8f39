package io.busline.testkit;

import io.busline.EventBus;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Knows the broker of a bus, where the bus was opened, and whether it still is open. */
final class OpenBus implements InvocationHandler {
  private static final Set<String> CLOSING = Set.of("close", "drain");

  private final TestBroker broker;
  private final EventBus bus;
  private final String place;

  OpenBus(TestBroker broker, EventBus bus) {
    this.broker = broker;
    this.bus = bus;
    this.place =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .filter(frame -> !frame.getClassName().equals(OpenBus.class.getName()))
                        .filter(frame -> !frame.getClassName().equals(TestBroker.class.getName()))
                        .findFirst()
                        .map(Object::toString)
                        .orElse("an unknown place"));
  }

  /** The bus as the test is given it. */
  EventBus watched() {
    return (EventBus)
        Proxy.newProxyInstance(
            EventBus.class.getClassLoader(), new Class<?>[] {EventBus.class}, this);
  }

  static @Nullable TestBroker brokerOf(EventBus bus) {
    if (!Proxy.isProxyClass(bus.getClass())) {
      return null;
    }
    InvocationHandler handler = Proxy.getInvocationHandler(bus);
    if (handler instanceof Supplier<?> supplier && supplier.get() instanceof EventBus target) {
      return brokerOf(target);
    }
    return handler instanceof OpenBus open ? open.broker : null;
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getName().equals("equals")) {
      return arguments != null && proxy == arguments[0];
    }
    try {
      return method.invoke(bus, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    } finally {
      if (CLOSING.contains(method.getName())) {
        broker.closed(this);
      }
    }
  }

  void close() {
    bus.close();
    broker.closed(this);
  }

  @Override
  public String toString() {
    return bus + ", opened at " + place;
  }
}
