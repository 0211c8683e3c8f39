package io.busline.spi;

import io.busline.event.Event;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What makes two published events one. CloudEvents says source and id; but publishers do give one
 * id to different events, and to drop the second would lose it in silence. So type and data count
 * as well, and the mark of a {@link Redrive}. Time and other attributes do not: they may change
 * when the same event is built and published again.
 */
public final class Identity {

  /** Half of SHA-256: two events of one source and id never share it by chance. */
  private static final int DIGEST_BYTES = 16;

  private Identity() {}

  /**
   * Whether two events are one.
   *
   * @param one an event as it travels
   * @param other another
   * @return true if the second is a duplicate of the first
   */
  public static boolean isSame(Event<byte[]> one, Event<byte[]> other) {
    return one.id().equals(other.id())
        && one.source().equals(other.source())
        && one.type().equals(other.type())
        && Redrive.discriminator(one).equals(Redrive.discriminator(other))
        && Arrays.equals(one.data(), other.data());
  }

  /**
   * All that makes an event one with another, as a short text, for a broker that compares texts.
   *
   * @param scope what the text is for: texts of two scopes differ
   * @param event an event as it travels
   * @return 32 characters of {@code 0-9a-f}, equal for events that are the same
   */
  public static String digest(String scope, Event<byte[]> event) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      String mark = Redrive.discriminator(event);
      for (String part : new String[] {scope, event.source(), event.id(), event.type(), mark}) {
        sha.update(part.getBytes(StandardCharsets.UTF_8));
        sha.update((byte) 0);
      }
      return HexFormat.of().formatHex(sha.digest(event.data()), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
