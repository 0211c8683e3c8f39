package io.busline.spring.test;

import io.busline.EventBusBuilder;
import io.busline.EventBusListener;
import io.busline.Interceptor;
import io.busline.Observer;
import io.busline.codec.Codec;
import io.busline.spring.EventBusCustomizer;
import org.springframework.beans.factory.ObjectProvider;

/** What beans of the application add to the bus, as they do to the starter's. */
record TestBusParts(
    ObjectProvider<Codec> codecs,
    ObjectProvider<Interceptor> interceptors,
    ObjectProvider<Observer> observers,
    ObjectProvider<EventBusListener> listener,
    ObjectProvider<EventBusCustomizer> customizers) {

  EventBusBuilder addTo(EventBusBuilder builder) {
    codecs.orderedStream().forEach(builder::codec);
    interceptors.orderedStream().forEach(builder::interceptor);
    observers.orderedStream().forEach(builder::observer);
    listener.ifUnique(builder::listener);
    customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
    return builder;
  }
}
