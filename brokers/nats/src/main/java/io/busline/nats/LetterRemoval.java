package io.busline.nats;

import io.busline.error.BrokerException;
import io.busline.spi.Interrupts;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.SuccessApiResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Removes letters by their ids. The server finds a letter by its subject only by searching from the
 * beginning of the stream, so it remembers where those are that were listed, and looks whether they
 * still are: another stream, or an older copy of it, may have another letter there. Safe for use by
 * several threads.
 */
final class LetterRemoval {
  private static final String DOING = "removing dead letters";
  private static final String API = "$JS.API.STREAM.MSG.";
  private static final int NOT_FOUND = 404;

  /** Some pages of letters. */
  private static final int REMEMBERED = 10_000;

  /** Questions that wait for their answers at a time. */
  private static final int AT_ONCE = 250;

  private final Connection connection;
  private final JetStreamApi api;

  /** Guarded by itself. */
  private final Map<String, Long> positions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  LetterRemoval(Connection connection, JetStreamApi api) {
    this.connection = connection;
    this.api = api;
  }

  /** A letter was seen at a position. */
  void seen(String id, long position) {
    synchronized (positions) {
      positions.put(id, position);
    }
  }

  private @Nullable Long position(String id) {
    synchronized (positions) {
      return positions.remove(id);
    }
  }

  /** Removes those that are there; returns how many that were; blocks. */
  int remove(Collection<String> ids) {
    List<String> all = ids.stream().distinct().toList();
    return Interrupts.defer(
        () -> {
          int removed = 0;
          for (int from = 0; from < all.size(); from += AT_ONCE) {
            removed += removeSome(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
          }
          return removed;
        });
  }

  private int removeSome(List<String> ids) {
    Map<String, Long> remembered = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    for (String id : ids) {
      Long position = position(id);
      if (position == null) {
        unknown.add(id);
      } else {
        remembered.put(id, position);
      }
    }
    List<Long> found = new ArrayList<>();
    Map<String, MessageInfo> seen =
        askAll(
            List.copyOf(remembered.keySet()),
            "GET.",
            id -> "{\"seq\":%d}".formatted(remembered.get(id)));
    seen.forEach(
        (id, info) -> {
          if (isLetter(info, id)) {
            found.add(info.getSeq());
          } else {
            unknown.add(id);
          }
        });
    askAll(
            unknown,
            "GET.",
            id ->
                "{\"seq\":1,\"next_by_subj\":\"%s\"}"
                    .formatted(DeadLetterStream.filter(null, null, id)))
        .forEach(
            (id, info) -> {
              if (isLetter(info, id)) {
                found.add(info.getSeq());
              }
            });
    return delete(found);
  }

  private static boolean isLetter(MessageInfo info, String id) {
    return !info.hasError()
        && String.valueOf(info.getSubject()).endsWith("." + DeadLetterStream.token(id));
  }

  private Map<String, MessageInfo> askAll(
      List<String> ids, String operation, Function<String, String> request) {
    List<Message> answers = ask(ids.stream().map(request).toList(), operation);
    Map<String, MessageInfo> found = new LinkedHashMap<>();
    for (int i = 0; i < ids.size(); i++) {
      MessageInfo info = new MessageInfo(answers.get(i), StreamNames.DEAD_LETTERS, false);
      if (info.hasError() && info.getErrorCode() != NOT_FOUND) {
        throw new BrokerException("%s failed: %s".formatted(DOING, info.getError()));
      }
      found.put(ids.get(i), info);
    }
    return found;
  }

  /** One that somebody else removes at the same moment is not counted. */
  private int delete(List<Long> found) {
    int deleted = 0;
    List<String> requests =
        found.stream().map("{\"seq\":%d,\"no_erase\":true}"::formatted).toList();
    for (Message answer : ask(requests, "DELETE.")) {
      deleted += new SuccessApiResponse(answer).getSuccess() ? 1 : 0;
    }
    return deleted;
  }

  private List<Message> ask(List<String> requests, String operation) {
    long since = System.nanoTime();
    String subject = API + operation + StreamNames.DEAD_LETTERS;
    List<CompletableFuture<Message>> asked =
        requests.stream()
            .map(text -> connection.request(subject, text.getBytes(StandardCharsets.UTF_8)))
            .toList();
    return asked.stream().map(answer -> api.await(DOING, answer, since)).toList();
  }
}
