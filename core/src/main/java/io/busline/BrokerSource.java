package io.busline;

import io.busline.error.ConfigurationException;
import io.busline.event.Quoted;
import io.busline.spi.Broker;
import io.busline.spi.BrokerContext;
import io.busline.spi.BrokerProvider;
import io.busline.spi.BusUrl;
import io.busline.spi.Nearest;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** Where a bus gets its broker from, and whether it owns it. */
sealed interface BrokerSource {

  Broker open(BrokerContext context);

  /** How events are laid out in the broker's messages. */
  ContentMode contentMode(Formats formats);

  /** Whether closing the bus closes the broker. */
  boolean isOwned();

  /** What to call the place in messages; holds no credentials. */
  String place();

  /** A broker somebody else owns. */
  record Existing(Broker broker) implements BrokerSource {
    @Override
    public Broker open(BrokerContext context) {
      return broker;
    }

    @Override
    public ContentMode contentMode(Formats formats) {
      return ContentMode.BINARY;
    }

    @Override
    public boolean isOwned() {
      return false;
    }

    @Override
    public String place() {
      return broker.description().name();
    }
  }

  /** A broker to be opened by the provider of the URL's scheme. */
  record OfUrl(String text) implements BrokerSource {

    /** The schemes of all official modules, to name the one that is missing. */
    private static final Map<String, String> MODULES =
        Map.of(
            "sqlite", "busline-sqlite",
            "postgres", "busline-postgres",
            "nats", "busline-nats",
            "jetstream", "busline-nats",
            "amqp", "busline-rabbitmq",
            "amqps", "busline-rabbitmq",
            "kafka", "busline-kafka");

    @Override
    public Broker open(BrokerContext context) {
      BusUrl url = BusUrl.parse(text);
      Map<String, BrokerProvider> providers = new TreeMap<>();
      for (BrokerProvider provider : ServiceLoader.load(BrokerProvider.class)) {
        provider.schemes().forEach(scheme -> providers.put(scheme, provider));
      }
      BrokerProvider provider = providers.get(url.scheme());
      if (provider != null) {
        SingleVersion.require(provider.getClass());
        return provider.open(url, context);
      }
      String module = MODULES.get(url.scheme());
      throw new ConfigurationException(
          module != null
              ? "no broker for %s: is on the class path. Add the dependency io.busline:%s"
                  .formatted(url.scheme(), module)
              : "no broker is known for the scheme %s. %s"
                  .formatted(
                      Quoted.of(url.scheme()),
                      Nearest.hint(
                          url.scheme(), providers.keySet(), "Add a broker to the class path")));
    }

    @Override
    public ContentMode contentMode(Formats formats) {
      return ContentMode.of(BusUrl.parse(text), formats);
    }

    @Override
    public boolean isOwned() {
      return true;
    }

    @Override
    public String place() {
      return BusUrl.parse(text).toString();
    }

    /** The text may hold a password. */
    @Override
    public String toString() {
      return "BrokerSource[url]";
    }
  }
}
