package io.busline.spring;

import io.busline.EventBus;
import io.busline.error.ConfigurationException;
import io.busline.spi.Nearest;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The buses of the application, the starter's and others.
 *
 * @param byName the buses; those of the application have their beans' names
 * @param standard the one that is meant if none is named; empty if that cannot be told
 */
record Buses(Map<String, EventBus> byName, Optional<EventBus> standard) {

  static Buses of(ListableBeanFactory beans) {
    Map<String, EventBus> byName = new TreeMap<>();
    beans
        .getBeansOfType(EventBus.class)
        .forEach(
            (bean, bus) ->
                byName.put(bus instanceof DeferredEventBus own ? own.name() : bean, bus));
    return new Buses(
        byName, Optional.ofNullable(beans.getBeanProvider(EventBus.class).getIfUnique()));
  }

  EventBus meantBy(HandlerMethod method) {
    return require(method.options().bus(), "@Subscribe method " + method.name());
  }

  /**
   * The bus that is meant.
   *
   * @param name its name, or empty
   * @param who who means it, for the error
   * @throws ConfigurationException if there is none, or several may be meant
   */
  EventBus require(String name, String who) {
    if (name.isEmpty()) {
      return standard.orElseThrow(
          () ->
              new ConfigurationException(
                  "%s names no bus, and there are %d: %s. Name one of them, or set busline.url for those that name none"
                      .formatted(who, byName.size(), String.join(", ", byName.keySet()))));
    }
    EventBus bus = byName.get(name);
    if (bus == null) {
      throw new ConfigurationException(
          "%s names the bus \"%s\", which does not exist. %s"
              .formatted(
                  who,
                  name,
                  Nearest.hint(
                      name, byName.keySet(), "Set busline.buses." + name + ".url to have it")));
    }
    return bus;
  }
}
