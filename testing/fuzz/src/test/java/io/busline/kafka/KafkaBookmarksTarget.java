package io.busline.kafka;

import io.busline.error.InvalidEventException;
import io.busline.fuzz.Target;
import io.busline.spi.Interests;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** What is kept with an offset: anybody may commit anything, and the offset counts all the same. */
public final class KafkaBookmarksTarget implements Target {
  private static final long OFFSET = 1_000;

  @Override
  public void read(byte[] input) {
    OffsetAndMetadata written =
        new OffsetAndMetadata(OFFSET, new String(input, StandardCharsets.UTF_8));
    Bookmark bookmark = Bookmark.decode(written);
    boolean sound =
        bookmark.position() == OFFSET
            && bookmark.through() >= OFFSET
            && (bookmark.open().isEmpty()
                || (bookmark.open().firstKey() >= OFFSET
                    && bookmark.open().lastKey() < bookmark.through()));
    if (!sound) {
      throw new AssertionError(bookmark);
    }
    OffsetAndMetadata again =
        bookmark.encode(Bookmark.topic(written), Bookmark.interests(written), "");
    if (again.metadata().length() > Bookmark.MAX_TEXT + Bookmark.topic(written).length()) {
      throw new AssertionError("%d characters".formatted(again.metadata().length()));
    }
    Bookmark back = Bookmark.decode(again);
    if (back.through() == bookmark.through() && !back.open().equals(bookmark.open())) {
      throw new AssertionError("%s; again: %s".formatted(bookmark, back));
    }
    interests(Bookmark.interests(written));
  }

  private static void interests(String text) {
    if (!text.isEmpty()) {
      try {
        Interests.parse(text).patterns();
      } catch (InvalidEventException e) {
        // As whoever lists groups does: then the group has noted nothing.
      }
    }
  }
}
