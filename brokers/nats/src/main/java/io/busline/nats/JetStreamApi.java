package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.spi.Interrupts;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Asks JetStream's API, and explains what comes instead of an answer. Blocks; for all threads. */
final class JetStreamApi {

  /** A healthy server answers within milliseconds; one that elects a leader, within seconds. */
  static final Duration TIMEOUT = Duration.ofSeconds(3);

  private static final int NOT_FOUND = 404;

  /** A server that answers does so long before, also to what was asked before a refusal. */
  private static final Duration ANSWERED_WITHIN = Duration.ofMillis(250);

  private static final long GLANCE_MILLIS = 20;

  private static final String SUBJECTS = "$JS.API.";

  private final Connection connection;
  private final Denials denials;
  private final Runnable requireHearing;
  private final JetStreamManagement management;

  /** The client's questions block; here they can be given up when they were refused. */
  private final ExecutorService asking =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "busline-nats-question");
            thread.setDaemon(true);
            return thread;
          });

  /** A question to the API. */
  @FunctionalInterface
  interface Question<T> {
    T ask(JetStreamManagement management) throws IOException, JetStreamApiException;
  }

  /**
   * Prepares to ask.
   *
   * @param requireHearing refuses, with an exception, to ask what will not be heard to be answered
   */
  JetStreamApi(Connection connection, Denials denials, Runnable requireHearing) {
    this.connection = connection;
    this.denials = denials;
    this.requireHearing = requireHearing;
    try {
      this.management =
          connection.jetStreamManagement(
              JetStreamOptions.builder().requestTimeout(TIMEOUT).build());
    } catch (IOException e) {
      throw new BrokerException("preparing to use JetStream failed: " + e.getMessage(), e);
    }
  }

  /** Asks, and takes no for a failure. */
  <T> T ask(String doing, Question<T> question) {
    return Interrupts.defer(() -> askNow(doing, question));
  }

  private <T> T askNow(String doing, Question<T> question) {
    try {
      return answer(doing, question);
    } catch (JetStreamApiException e) {
      throw refused(doing, e);
    }
  }

  /** Asks for something that need not exist. */
  <T> Optional<T> find(String doing, Question<T> question) {
    return Interrupts.defer(() -> findNow(doing, question));
  }

  private <T> Optional<T> findNow(String doing, Question<T> question) {
    try {
      return Optional.of(answer(doing, question));
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw refused(doing, e);
    }
  }

  private <T> T answer(String doing, Question<T> question) throws JetStreamApiException {
    requireHearing.run();
    long since = System.nanoTime();
    CompletableFuture<T> answer = new CompletableFuture<>();
    var unused =
        asking.submit(
            () -> {
              try {
                answer.complete(question.ask(management));
              } catch (IOException | JetStreamApiException | RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      return awaitAnswer(doing, answer, since);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof JetStreamApiException refusal) {
        throw refusal;
      }
      throw silent(doing, e.getCause());
    }
  }

  /**
   * Waits for an answer of the API; blocks no longer than is needed to know that none comes.
   *
   * @param since a time of {@link System#nanoTime} before the question was sent
   */
  <T> T await(String doing, CompletableFuture<T> answer, long since) {
    try {
      return awaitAnswer(doing, answer, since);
    } catch (ExecutionException e) {
      throw silent(doing, e.getCause());
    }
  }

  private <T> T awaitAnswer(String doing, CompletableFuture<T> answer, long since)
      throws ExecutionException {
    // The client gives up by itself at the time-out.
    long deadline = since + TIMEOUT.plus(ANSWERED_WITHIN).toNanos();
    long refusedAt = 0;
    while (deadline - System.nanoTime() > 0) {
      try {
        return answer.get(GLANCE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        Optional<String> refused = denials.ofPublishBelow(SUBJECTS, since);
        if (refused.isPresent()) {
          refusedAt = refusedAt == 0 ? System.nanoTime() : refusedAt;
          if (System.nanoTime() - refusedAt >= ANSWERED_WITHIN.toNanos()) {
            throw denied(doing, refused.get());
          }
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new BrokerException(doing + " was interrupted", e);
      }
    }
    throw silent(doing, new TimeoutException());
  }

  /** Asks for the last message of a subject, without waiting. */
  CompletableFuture<Optional<MessageInfo>> lastMessage(String stream, String subject) {
    byte[] request =
        "{\"last_by_subj\":\"%s\"}".formatted(subject).getBytes(StandardCharsets.UTF_8);
    try {
      requireHearing.run();
      return connection
          .request(SUBJECTS + "STREAM.MSG.GET." + stream, request)
          .thenApply(answer -> found(stream, subject, new MessageInfo(answer, stream, false)));
    } catch (IllegalStateException e) {
      return CompletableFuture.failedFuture(silent("reading " + subject, e));
    } catch (BrokerException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Optional<MessageInfo> found(String stream, String subject, MessageInfo answer) {
    if (!answer.hasError()) {
      return Optional.of(answer);
    }
    if (answer.getErrorCode() == NOT_FOUND) {
      return Optional.empty();
    }
    throw new BrokerException(
        "reading %s of stream %s failed: %s".formatted(subject, stream, answer.getError()));
  }

  private BrokerException denied(String doing, String subject) {
    return new BrokerException(
        "%s failed: %s".formatted(doing, denials.publish(subject).getMessage()));
  }

  /** Ends what waits for answers. */
  void close() {
    asking.shutdown();
  }

  /** A refusal, in words. */
  static BrokerException refused(String doing, JetStreamApiException e) {
    return new BrokerException(
        "%s failed: %s".formatted(doing, refusal(e.getApiErrorCode(), e.getErrorDescription())), e);
  }

  /** What a refusal means to who runs the server; its own text where there is nothing to add. */
  static String refusal(int code, String description) {
    return switch (code) {
      case 10023, 10028, 10047 ->
          "the server has no room left (%s). Free some, or raise its max_file_store"
              .formatted(description);
      case 10002, 10120 ->
          "the account's limits are reached (%s). Raise them".formatted(description);
      case 10025, 10026, 10027 -> "the account has too many streams or consumers. Raise its limits";
      case 10039, 10076 ->
          "JetStream is off for this account. Switch it on, with -js or jetstream{}";
      case 10077 ->
          "the stream is full and refuses what is new (%s). Raise its limits, or have it discard what is old"
              .formatted(description);
      case 10060 -> "another stream stored it than the one that was expected";
      case 10054 -> "it is larger than the stream allows (max_msg_size)";
      case 10113 ->
          "the account wants a limit for each stream (%s). Add ?max-bytes= to the URL"
              .formatted(description);
      case 10122 ->
          "the account allows smaller streams only (%s). Lower ?max-bytes=".formatted(description);
      case 10074 -> "there are fewer servers than replicas are wanted. Lower ?replicas=";
      default -> "%s (%d)".formatted(description, code);
    };
  }

  private BrokerException silent(String doing, @Nullable Throwable e) {
    String state =
        connection.getStatus() == Connection.Status.CONNECTED
            ? "JetStream did not answer within %d s. It is off, busy, or without a leader: start the server with -js, or look at its log"
                .formatted(TIMEOUT.toSeconds())
            : "the server is out of reach";
    return new BrokerException("%s failed: %s".formatted(doing, state), e);
  }
}
