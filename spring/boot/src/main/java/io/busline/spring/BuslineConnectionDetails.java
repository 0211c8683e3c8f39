package io.busline.spring;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where the broker is. A bean of this type takes the place of {@code busline.url}; Boot makes one
 * of a container with {@code @ServiceConnection}, and of a service of Docker Compose.
 */
@FunctionalInterface
public interface BuslineConnectionDetails extends ConnectionDetails {

  /**
   * The URL of the bus. Called once, when its bean is made.
   *
   * @return such as {@code jetstream://localhost:32768}; with credentials if the broker asks for
   *     them
   */
  String url();
}
