package io.busline.spring;

import io.busline.EventBusBuilder;
import io.busline.EventBusListener;
import io.busline.Interceptor;
import io.busline.Observer;
import io.busline.codec.Codec;
import org.springframework.beans.factory.ObjectProvider;

/** What beans add to each bus: parts, what observes it, and last the customizers. */
record BusParts(
    ObjectProvider<Codec> codecs,
    ObjectProvider<Interceptor> interceptors,
    ObjectProvider<Observer> observers,
    ObjectProvider<Telemetry> telemetries,
    ObjectProvider<EventBusListener> listener,
    ObjectProvider<EventBusCustomizer> customizers) {

  /** Makes an observer for each bus, since most are for one. */
  @FunctionalInterface
  interface Telemetry {
    /** An observer for the bus of a name. */
    Observer observer(String bus);
  }

  void addTo(EventBusBuilder builder, String bus) {
    codecs.orderedStream().forEach(builder::codec);
    interceptors.orderedStream().forEach(builder::interceptor);
    telemetries.orderedStream().forEach(each -> builder.observer(each.observer(bus)));
    observers.orderedStream().forEach(builder::observer);
    listener.ifUnique(builder::listener);
    customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
  }
}
