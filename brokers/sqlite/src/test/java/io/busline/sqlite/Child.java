package io.busline.sqlite;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.busline.servers.JavaProcess;
import io.busline.spi.InboundMessage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/** Another process that uses the same file: {@code publish PREFIX} or {@code consume GROUP}. */
final class Child {

  private Child() {}

  static JavaProcess start(Path file, String what, String name) {
    return JavaProcess.start(Child.class, file.toString(), what, name);
  }

  public static void main(String[] args) {
    Bus bus = new Bus(Path.of(args[0]));
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
    out.println("ready");
    if (args[1].equals("publish")) {
      for (int i = 0; ; i++) {
        String id = args[2] + i;
        if (bus.publish("order.created", id, "k" + i % 7).await().equals("stored")) {
          out.println(id + " " + System.currentTimeMillis());
        }
      }
    }
    Consumer consumer = bus.group(args[2], "order.created");
    while (true) {
      consumer.broker.poll(10, 1_000_000_000, consumer);
      for (InboundMessage message : consumer.held) {
        out.println(message.event().id() + " " + System.currentTimeMillis());
      }
      consumer.ack();
    }
  }
}
