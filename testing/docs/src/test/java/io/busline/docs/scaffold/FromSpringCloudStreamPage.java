package io.busline.docs.scaffold;

import org.springframework.cloud.stream.function.StreamBridge;

/** What an application of Spring Cloud Stream has at hand. */
public class FromSpringCloudStreamPage extends AnyPage {
  protected OrderCreated order;
  protected StreamBridge streamBridge;
}
