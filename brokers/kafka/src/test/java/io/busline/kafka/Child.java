package io.busline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.SubscriptionBuilder;
import io.busline.event.Event;
import io.busline.servers.Endpoint;
import io.busline.servers.JavaProcess;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Another process with an instance of a group, which writes what it has handled. */
final class Child {

  private Child() {}

  /**
   * Starts one.
   *
   * @param output the type that it publishes in transactions, if any
   */
  static JavaProcess start(
      Endpoint server, String options, String group, String type, String... output) {
    List<String> arguments = new ArrayList<>();
    arguments.add("kafka://" + server.address() + "?partitions=4" + options);
    arguments.addAll(List.of(group, type));
    arguments.addAll(List.of(output));
    return JavaProcess.start(Child.class, arguments.toArray(String[]::new));
  }

  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    EventBus bus = EventBus.connect(args[0]);
    SubscriptionBuilder subscription =
        bus.subscription(args[1]).retry(RetryPolicy.fixed(3, Duration.ofMillis(10)));
    if (args.length > 3) {
      subscription.onTransaction(
          args[2],
          byte[].class,
          (event, outputs) -> {
            out.println(Shop.text(event));
            outputs.publish(
                Event.builder(args[3], event.data()).subject(event.subject().orElseThrow()));
          });
    } else {
      subscription.on(
          args[2],
          byte[].class,
          event -> {
            String text = Shop.text(event);
            if (text.equals("poison")) {
              Runtime.getRuntime().halt(1);
            }
            out.println(text);
          });
    }
    subscription.subscribe();
    out.println("ready");
    Thread.currentThread().join();
  }
}
