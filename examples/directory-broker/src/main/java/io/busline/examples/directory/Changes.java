package io.busline.examples.directory;

import io.busline.spi.TimeSource.Registration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Tells all processes that something changed, by the time of a file. */
final class Changes {
  private static final int LOOK_EVERY_MILLIS = 10;

  private final Path mark;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "directory-watch");
            thread.setDaemon(true);
            return thread;
          });
  private FileTime seen = FileTime.fromMillis(0);

  Changes(Folder folder) {
    this.mark = folder.path().resolve("lock");
    var unused =
        watch.scheduleWithFixedDelay(
            this::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  Registration listen(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  void tell() {
    listeners.forEach(Runnable::run);
    try {
      Files.setLastModifiedTime(mark, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Nobody may depend on being told: consumers look by themselves, too.
      listeners.forEach(Runnable::run);
    }
  }

  private void look() {
    try {
      FileTime now = Files.getLastModifiedTime(mark);
      if (!now.equals(seen)) {
        seen = now;
        listeners.forEach(Runnable::run);
      }
    } catch (IOException e) {
      // It is gone, which requireReachable tells to whoever uses it.
      seen = FileTime.fromMillis(0);
    }
  }

  void close() {
    watch.shutdownNow();
  }
}
