package io.busline.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busline.EventBus;
import io.busline.servers.JavaProcess;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** Another process on the same bus: {@code publish FIRST} or {@code consume GROUP}. */
final class Child {

  private Child() {}

  static JavaProcess start(String url, String what, String which) {
    return JavaProcess.start(Child.class, url, what, which);
  }

  public static void main(String[] args) throws InterruptedException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    try (EventBus bus = EventBus.connect(args[0])) {
      if (args[1].equals("publish")) {
        out.println("ready");
        for (int i = Integer.parseInt(args[2]); ; i++) {
          bus.publish(Orders.order(i));
          out.println(i);
        }
      }
      bus.subscription(args[2])
          .on("order.created", byte[].class, event -> out.println(Orders.number(event)))
          .subscribe();
      out.println("ready");
      new CountDownLatch(1).await();
    }
  }
}
