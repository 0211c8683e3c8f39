package io.busline.outbox;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Where this process runs, for people who read the list of relays. */
final class Host {

  private Host() {}

  static String name() {
    String process = "process " + ProcessHandle.current().pid();
    try {
      return process + " on " + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return process;
    }
  }
}
