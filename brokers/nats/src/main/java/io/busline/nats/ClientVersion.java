package io.busline.nats;

import io.busline.error.ConfigurationException;
import io.nats.client.Options;

/** Whether the client library on the class path is new enough; else it would fail in the middle. */
final class ClientVersion {

  /**
   * The first that looks hosts up in a way in which certificates can be checked for their names.
   */
  private static final String OLDEST = "2.25.2";

  private ClientVersion() {}

  /**
   * Refuses a library that is too old. Those do not say which they are, so they are told by what
   * they lack.
   */
  static void require() {
    try {
      var unused = Options.HostnameResolveMode.valueOf("HappyEyeballs");
    } catch (LinkageError | IllegalArgumentException e) {
      throw new ConfigurationException(
          "the NATS client io.nats:jnats on the class path is too old; at least %s is needed. Have Maven bring it with the property <jnats.version>%s</jnats.version> if a parent POM sets another one, or remove what forces the old one onto the class path"
              .formatted(OLDEST, OLDEST),
          e);
    }
  }
}
