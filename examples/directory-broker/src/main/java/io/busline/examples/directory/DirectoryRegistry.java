package io.busline.examples.directory;

import io.busline.error.BrokerException;
import io.busline.spi.TimeSource.Registration;
import io.busline.spi.log.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A file for each value. */
record DirectoryRegistry(Folder folder, Changes changes) implements Registry {

  private static final String VALUES = "registry";

  private Path file(String key) {
    return folder.path().resolve(VALUES).resolve(key);
  }

  @Override
  public Optional<Value> get(String key) {
    return folder.alone("reading " + key, () -> Optional.ofNullable(read(file(key))));
  }

  private static @Nullable Value read(Path file) throws IOException {
    return Files.exists(file)
        ? new Value(Files.readAllBytes(file), Files.getLastModifiedTime(file).toInstant())
        : null;
  }

  @Override
  public List<String> keys(String prefix) {
    return folder.names(VALUES).stream().filter(name -> name.startsWith(prefix)).toList();
  }

  @Override
  public CompletableFuture<@Nullable Value> update(String key, Change change, Urgency urgency) {
    try {
      Optional<Value> value =
          folder.alone(
              "writing " + key,
              () -> {
                Value present = read(file(key));
                byte[] next = change.apply(present == null ? null : present.bytes());
                if (next != null) {
                  folder.write(file(key), next);
                }
                return Optional.ofNullable(read(file(key)));
              });
      if (urgency == Urgency.TELLING) {
        changes.tell();
      }
      return CompletableFuture.completedFuture(value.orElse(null));
    } catch (BrokerException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void remove(String key) {
    folder.alone("removing " + key, () -> Files.deleteIfExists(file(key)));
  }

  @Override
  public void tell(String group) {
    changes.tell();
  }

  @Override
  public Registration watch(String group, Runnable changed) {
    return changes.listen(changed);
  }
}
