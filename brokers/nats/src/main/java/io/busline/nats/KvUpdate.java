package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.nats.KvRegistry.KvEntry;
import io.busline.spi.log.Registry.Change;
import io.busline.spi.log.Registry.Value;
import io.nats.client.impl.Headers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Replaces one value of the bucket: what is known of it is changed and sent, and the server takes
 * it only if that is still there. Otherwise what is there is read, and changed in its place.
 */
final class KvUpdate {

  private static final String EXPECTED = "Nats-Expected-Last-Subject-Sequence";
  private static final int WRONG_LAST_SEQUENCE = 10071;
  private static final int WRONG_LAST_SEQUENCE_CONSTANT = 10164;

  private final KvRegistry registry;
  private final AckInbox acks;
  private final String key;
  private final Change change;
  private final CompletableFuture<@Nullable Value> done = new CompletableFuture<>();

  KvUpdate(KvRegistry registry, AckInbox acks, String key, Change change) {
    this.registry = registry;
    this.acks = acks;
    this.key = key;
    this.change = change;
  }

  /**
   * Begins.
   *
   * @param known what is there as far as is known, or null if nothing is known
   */
  CompletableFuture<@Nullable Value> begin(@Nullable KvEntry known) {
    if (known == null) {
      askAndReplace();
    } else {
      replace(known);
    }
    return done.orTimeout(JetStreamApi.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .handle(this::outcome);
  }

  private @Nullable Value outcome(@Nullable Value written, @Nullable Throwable failure) {
    if (failure == null) {
      return written;
    }
    registry.learn(key, null);
    if (failure instanceof BrokerException explained) {
      throw explained;
    }
    throw KvRegistry.failure(
        key,
        failure instanceof TimeoutException
            ? "the server did not answer within %d s".formatted(JetStreamApi.TIMEOUT.toSeconds())
            : String.valueOf(failure));
  }

  private void askAndReplace() {
    var unused =
        registry
            .ask(key)
            .whenComplete(
                (there, failure) -> {
                  if (failure == null) {
                    replace(there);
                  } else {
                    Throwable cause = failure.getCause();
                    fail(failure instanceof CompletionException && cause != null ? cause : failure);
                  }
                });
  }

  private void replace(KvEntry there) {
    if (done.isDone()) {
      // It was given up, and must not be written later.
      return;
    }
    try {
      Value present = there.value();
      byte[] next = change.apply(present == null ? null : present.bytes());
      if (next == null) {
        done.complete(present);
        return;
      }
      Headers expecting = new Headers().put(EXPECTED, Long.toString(there.revision()));
      acks.publish(KvRegistry.subject(key), expecting, next, new Write(next));
    } catch (RuntimeException e) {
      fail(e);
    }
  }

  private void fail(Throwable cause) {
    done.completeExceptionally(cause);
  }

  private final class Write extends AckInbox.Pending {
    private final byte[] bytes;

    Write(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    void stored(long seq, boolean duplicate) {
      Value value = registry.valueNow(bytes);
      registry.learn(key, new KvEntry(seq, value));
      done.complete(value);
    }

    @Override
    void refused(int code, String description) {
      if (code == WRONG_LAST_SEQUENCE || code == WRONG_LAST_SEQUENCE_CONSTANT) {
        askAndReplace();
      } else {
        fail(KvRegistry.failure(key, JetStreamApi.refusal(code, description)));
      }
    }

    @Override
    void nobody() {
      fail(
          KvRegistry.failure(
              key, "the bucket %s is not there".formatted(StreamNames.GROUPS_BUCKET)));
    }

    @Override
    void notSent(BrokerException cause) {
      fail(KvRegistry.failure(key, String.valueOf(cause.getMessage())));
    }

    @Override
    void unknown(BrokerException cause) {
      fail(cause);
    }
  }
}
