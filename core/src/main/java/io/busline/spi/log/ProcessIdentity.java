package io.busline.spi.log;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A process, told from any other that ever had its number. One that is gone from a place we can see
 * is dead for certain, without waiting for a lease.
 *
 * @param place the processes that see each other: those of one boot and pid namespace, or one host
 * @param pid the process's number
 * @param started when it started, in the place's own unit
 */
record ProcessIdentity(String place, long pid, long started) {

  private static final Path PROC = Path.of("/proc");

  private static final String HERE = here();

  /** This process. */
  static ProcessIdentity current() {
    long pid = ProcessHandle.current().pid();
    return new ProcessIdentity(HERE, pid, start(pid));
  }

  boolean isSurelyDead() {
    return place.equals(HERE) && start(pid) != started && seesAll();
  }

  /** With {@code hidepid}, proc(5) shows nobody the processes of other users, nor the first one. */
  private static boolean seesAll() {
    return !Files.exists(PROC.resolve("self/stat")) || Files.exists(PROC.resolve("1/stat"));
  }

  private static String here() {
    try {
      return Files.exists(PROC)
          ? Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip()
              + " "
              + Files.readSymbolicLink(PROC.resolve("self/ns/pid"))
          : "%s %s".formatted(System.getProperty("os.name"), hardware());
    } catch (IOException | UnsupportedOperationException e) {
      // Nobody else is here, so nobody is taken for dead.
      return UUID.randomUUID().toString();
    }
  }

  /** What tells a machine from others that run the same system. */
  private static String hardware() throws SocketException {
    Set<String> addresses = new TreeSet<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      byte[] address = each.getHardwareAddress();
      if (address != null) {
        addresses.add(HexFormat.of().formatHex(address));
      }
    }
    return String.join(",", addresses);
  }

  /** When a process started; -1 if there is none, or a dead one nobody has collected. */
  private static long start(long pid) {
    if (!Files.exists(PROC.resolve("self/stat"))) {
      return ProcessHandle.of(pid)
          .flatMap(process -> process.info().startInstant())
          .map(Instant::getEpochSecond)
          .orElse(-1L);
    }
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"));
      // proc(5): after the name, which ends with the last parenthesis, come the state and, as the
      // 20th, the start in clock ticks since boot, which no setting of the clock moves.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return fields[0].equals("Z") || fields[0].equals("X") ? -1 : Long.parseLong(fields[19]);
    } catch (IOException e) {
      return -1;
    }
  }
}
