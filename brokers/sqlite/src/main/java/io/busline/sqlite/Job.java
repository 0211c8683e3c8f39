package io.busline.sqlite;

import io.busline.sqlite.Writer.Work;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Work and its future, which is completed by the writer's thread. */
final class Job<T> {
  final int weight;
  final CompletableFuture<T> done = new CompletableFuture<>();
  private final Work<T> work;
  private @Nullable T result;

  Job(Work<T> work, int weight) {
    this.work = work;
    this.weight = weight;
  }

  void write(Session session) throws SQLException {
    result = work.write(session);
  }

  void commit() {
    done.complete(result);
  }
}
