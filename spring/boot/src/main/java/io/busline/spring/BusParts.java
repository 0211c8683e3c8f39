package io.busline.spring;

import io.busline.EventBusBuilder;
import io.busline.EventBusListener;
import io.busline.Interceptor;
import io.busline.Observer;
import io.busline.codec.Codec;
import java.util.stream.Stream;
import org.springframework.beans.factory.BeanFactory;

/** What beans add to each bus: parts, what observes it, and last the customizers. */
record BusParts(BeanFactory beans) {

  /** Makes an observer for each bus, since most are for one. */
  @FunctionalInterface
  interface Telemetry {
    /** An observer for the bus of a name. */
    Observer observer(String bus);
  }

  void addTo(EventBusBuilder builder, String bus) {
    all(Codec.class).forEach(builder::codec);
    all(Interceptor.class).forEach(builder::interceptor);
    all(Telemetry.class).forEach(each -> builder.observer(each.observer(bus)));
    all(Observer.class).forEach(builder::observer);
    beans.getBeanProvider(EventBusListener.class).ifUnique(builder::listener);
    all(EventBusCustomizer.class).forEach(customizer -> customizer.customize(builder));
  }

  private <T> Stream<T> all(Class<T> type) {
    return beans.getBeanProvider(type).orderedStream();
  }
}
