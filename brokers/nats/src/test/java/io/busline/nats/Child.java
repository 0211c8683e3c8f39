package io.busline.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busline.EventBus;
import io.busline.RetryPolicy;
import io.busline.servers.Endpoint;
import io.busline.servers.JavaProcess;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;

/** Another process with an instance of a group, which writes what it has handled. */
final class Child {

  private Child() {}

  static JavaProcess start(Endpoint server, String group, String type) {
    return start("jetstream://" + server.address() + "?lease=1s", group, type);
  }

  static JavaProcess start(String url, String group, String type) {
    return JavaProcess.start(Child.class, url, group, type);
  }

  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    EventBus bus = EventBus.connect(args[0]);
    bus.subscription(args[1])
        .retry(RetryPolicy.fixed(3, Duration.ofMillis(10)))
        .on(
            args[2],
            byte[].class,
            event -> {
              String text = Shop.text(event);
              if (text.equals("poison")) {
                Runtime.getRuntime().halt(1);
              }
              out.println(text);
            })
        .subscribe();
    out.println("ready");
    Thread.currentThread().join();
  }
}
