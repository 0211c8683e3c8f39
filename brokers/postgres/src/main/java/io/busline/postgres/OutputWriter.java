package io.busline.postgres;

import io.busline.error.EventBusException;
import io.busline.error.InvalidEventException;
import io.busline.spi.Output;
import io.busline.spi.log.Registry.Change;
import io.busline.spi.log.Registry.Value;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stores what handlers have published in the transactions that note their events as done. It has a
 * transaction of its own, so that no sign of life waits for a topic that others append to.
 */
final class OutputWriter extends Writer<OutputWriter.Job> {

  private final EventLog log = new EventLog();
  private final Consumer<Map<String, Head>> news;

  /** What is noted, and the events that are stored if it is. */
  static final class Job {
    final String key;
    final CompletableFuture<@Nullable Value> done = new CompletableFuture<>();
    private final Change change;
    private final List<Output> outputs;
    private boolean isNoted;

    Job(String key, Change change, List<Output> outputs) {
      this.key = key;
      this.change = change;
      this.outputs = outputs;
    }

    private byte @Nullable [] apply(byte @Nullable [] present) {
      byte[] next = change.apply(present);
      isNoted = next != null;
      return next;
    }

    private @Nullable Value note(Session session) throws SQLException {
      return TableRegistry.replace(session, key, this::apply);
    }

    private List<Output> toStore() {
      return isNoted ? outputs : List.of();
    }
  }

  OutputWriter(Database database, Consumer<Map<String, Head>> news) {
    super(database, "outputs");
    this.news = news;
  }

  @Override
  void prepare(Session open, List<Job> batch) throws SQLException {
    log.prepare(open, batch.stream().flatMap(job -> job.outputs.stream()).toList());
  }

  /** Rows of the registry first, in the order of their keys, and then all topics. */
  @Override
  Runnable write(Session open, List<Job> batch) throws SQLException {
    List<Job> sorted = new ArrayList<>(batch);
    sorted.sort(Comparator.comparing(job -> job.key));
    List<Runnable> ends = new ArrayList<>();
    List<Output> outputs = new ArrayList<>();
    for (Job job : sorted) {
      Value noted = job.note(open);
      outputs.addAll(job.toStore());
      ends.add(() -> job.done.complete(noted));
    }
    if (!outputs.isEmpty()) {
      EventLog.Appended appended = log.append(open, outputs);
      ends.add(0, () -> news.accept(appended.heads()));
    }
    return () -> ends.forEach(Runnable::run);
  }

  @Override
  void forget() {
    log.forget();
  }

  @Override
  void fail(Job job, EventBusException cause, boolean unknown) {
    Throwable said = cause.getCause();
    job.done.completeExceptionally(
        said != null && Failures.isData(said)
            ? new InvalidEventException(String.valueOf(cause.getMessage()), said)
            : cause);
  }
}
