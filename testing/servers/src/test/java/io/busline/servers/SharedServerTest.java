package io.busline.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run's servers, with another process for the run. */
class SharedServerTest {
  @TempDir private Path folder;
  private final Process run = start("sleep", "300");

  @AfterEach
  void close() {
    run.destroyForcibly();
    // They end soon after, and must not write to a folder that is being removed.
    Await.until("all have ended", () -> notedProcesses().isEmpty(), this::notedProcesses);
  }

  private List<ProcessHandle> notedProcesses() {
    Path note = folder.resolve("nats").resolve("server");
    if (!Files.exists(note)) {
      return List.of();
    }
    return ProcessHandle.of(Long.parseLong(text(note).split(" ", 2)[1])).stream()
        .filter(ProcessHandle::isAlive)
        .toList();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError("reading " + file, e);
    }
  }

  private static Process start(String... command) {
    try {
      return new ProcessBuilder(command).start();
    } catch (IOException e) {
      throw new AssertionError("starting " + List.of(command), e);
    }
  }

  private int join() {
    return join(new Life(folder, run.pid()));
  }

  private static int join(Life life) {
    return SharedServer.join(
        life, "nats", each -> new NatsServer(Release.CURRENT, List.of(), "", each));
  }

  private JavaProcess jvm(String what) {
    return JavaProcess.start(Jvm.class, folder.toString(), Long.toString(run.pid()), what);
  }

  /** One more JVM of the run. */
  static final class Jvm {
    public static void main(String[] arguments) throws IOException {
      PrintStream out =
          new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
      Path folder = Path.of(arguments[0]);
      if (arguments[2].equals("lock")) {
        Path lock = Files.createDirectories(folder.resolve("nats")).resolve("lock");
        FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE).lock();
        out.println("locked");
      } else {
        out.println(join(new Life(folder, Long.parseLong(arguments[1]))));
      }
      if (System.in.read() >= 0) {
        throw new AssertionError("nobody writes here");
      }
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.getInputStream().read() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void jvms_that_need_it_at_once_share_one_that_outlives_them_and_ends_with_the_run() {
    String port;
    try (JavaProcess first = jvm("join");
        JavaProcess second = jvm("join")) {
      port = first.line();
      assertThat(second.line()).isEqualTo(port);
    }
    assertThat(join()).isEqualTo(Integer.parseInt(port));
    assertThat(listens(join())).isTrue();

    run.destroyForcibly();

    Await.until("it ends", () -> !listens(Integer.parseInt(port)), () -> port);
  }

  @Test
  void a_jvm_that_is_killed_while_it_starts_one_does_not_block_the_others() {
    try (JavaProcess killed = jvm("lock")) {
      assertThat(killed.line()).isEqualTo("locked");
      killed.kill();
    }

    assertThat(listens(join())).isTrue();
  }

  @Test
  void one_that_has_ended_is_replaced() {
    int port = join();
    notedProcesses().forEach(ProcessHandle::destroyForcibly);
    Await.until("it ends", () -> !listens(port), () -> port);

    assertThat(listens(join())).isTrue();
  }

  @Test
  void a_run_names_its_process_and_without_a_folder_there_is_none() {
    assertThat(Life.ofRun(Map.of())).isEmpty();
    assertThat(Life.ofRun(Map.of("BUSLINE_SERVERS", "/run", "BUSLINE_RUN", "7")))
        .hasValue(new Life(Path.of("/run"), 7));
    assertThatThrownBy(() -> Life.ofRun(Map.of("BUSLINE_SERVERS", "/run")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("BUSLINE_RUN");
  }
}
