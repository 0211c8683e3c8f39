package io.busline.spring;

import io.busline.EventBusBuilder;
import io.busline.EventBusListener;
import io.busline.Observer;
import org.springframework.beans.factory.ObjectProvider;

/** What beans add to the bus: observers, a listener, and last the customizers. */
record BusWatchers(
    ObjectProvider<Observer> observers,
    ObjectProvider<EventBusListener> listener,
    ObjectProvider<EventBusCustomizer> customizers) {

  void addTo(EventBusBuilder builder) {
    observers.orderedStream().forEach(builder::observer);
    listener.ifUnique(builder::listener);
    customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
  }
}
