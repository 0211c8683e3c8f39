package io.busline.rabbitmq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The news in a stream of dead letters that some were removed: one id in a header, the others in
 * the body, one a line. A stream costs the server as much for a small entry as for a large one.
 *
 * @param first the id in the header
 * @param others the ids in the body
 */
record Removal(String first, List<String> others) {

  /** A server whose messages are limited to little still takes so many bytes. */
  private static final int MOST_BYTES = 8_192;

  private static final String LINE = "\n";

  /** Puts the ids of removed letters into few entries. */
  static List<Removal> of(Collection<String> ids) {
    List<Removal> removals = new ArrayList<>();
    List<String> others = new ArrayList<>();
    String first = null;
    int bytes = 0;
    for (String id : ids) {
      int size = bytes(id).length + 1;
      if (first == null || bytes + size > MOST_BYTES || !isLine(id)) {
        add(removals, first, others);
        first = id;
        bytes = size;
      } else {
        others.add(id);
        bytes += size;
      }
    }
    add(removals, first, others);
    return removals;
  }

  private static boolean isLine(String id) {
    return !id.isEmpty() && !id.contains(LINE);
  }

  private static void add(List<Removal> removals, @Nullable String first, List<String> others) {
    if (first != null) {
      removals.add(new Removal(first, List.copyOf(others)));
      others.clear();
    }
  }

  /** The removal that an entry is; null if it is none. */
  static @Nullable Removal of(Delivery entry) {
    String first = LetterHeaders.removed(StreamReading.headers(entry));
    if (first == null) {
      return null;
    }
    String body = new String(entry.getBody(), StandardCharsets.UTF_8);
    return new Removal(first, body.isEmpty() ? List.of() : List.of(body.split(LINE)));
  }

  List<String> ids() {
    List<String> ids = new ArrayList<>(others.size() + 1);
    ids.add(first);
    ids.addAll(others);
    return ids;
  }

  BasicProperties properties() {
    return LetterHeaders.removed(first);
  }

  byte[] body() {
    return bytes(String.join(LINE, others));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
