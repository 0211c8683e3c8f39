package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.spi.Interrupts;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Asks JetStream's API, and explains what comes instead of an answer. Blocks; for all threads. */
final class JetStreamApi {

  /** A healthy server answers within milliseconds; one that elects a leader, within seconds. */
  static final Duration TIMEOUT = Duration.ofSeconds(3);

  private static final int NOT_FOUND = 404;

  private final Connection connection;
  private final JetStreamManagement management;

  /** A question to the API. */
  @FunctionalInterface
  interface Question<T> {
    T ask(JetStreamManagement management) throws IOException, JetStreamApiException;
  }

  JetStreamApi(Connection connection) {
    this.connection = connection;
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
      return question.ask(management);
    } catch (JetStreamApiException e) {
      throw refused(doing, e);
    } catch (IOException | IllegalStateException e) {
      throw silent(doing, e);
    }
  }

  /** Asks for something that need not exist. */
  <T> Optional<T> find(String doing, Question<T> question) {
    return Interrupts.defer(() -> findNow(doing, question));
  }

  private <T> Optional<T> findNow(String doing, Question<T> question) {
    try {
      return Optional.of(question.ask(management));
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw refused(doing, e);
    } catch (IOException | IllegalStateException e) {
      throw silent(doing, e);
    }
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
      case 10074 -> "there are fewer servers than replicas are wanted. Lower ?replicas=";
      default -> "%s (%d)".formatted(description, code);
    };
  }

  private BrokerException silent(String doing, Exception e) {
    String state =
        connection.getStatus() == Connection.Status.CONNECTED
            ? "JetStream did not answer within %d s. It is off, busy, or without a leader: start the server with -js, or look at its log"
                .formatted(TIMEOUT.toSeconds())
            : "the server is out of reach";
    return new BrokerException("%s failed: %s".formatted(doing, state), e);
  }
}
