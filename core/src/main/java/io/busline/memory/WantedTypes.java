package io.busline.memory;

import io.busline.spi.ConsumerSpec;
import io.busline.spi.Interests;
import java.util.Arrays;
import java.util.List;

/** Which types a group wants, so that each is matched once. Guarded by the group's monitor. */
final class WantedTypes {

  private static final byte UNKNOWN = 0;
  private static final byte WANTED = 1;
  private static final byte UNWANTED = 2;

  private byte[] known = new byte[64];

  /** The interests are others now. */
  void clear() {
    Arrays.fill(known, UNKNOWN);
  }

  boolean contains(StoredType type, List<ConsumerSpec.Interest> interests) {
    if (type.index >= known.length) {
      known = Arrays.copyOf(known, Math.max(type.index + 1, known.length * 2));
    }
    if (known[type.index] == UNKNOWN) {
      known[type.index] = new Interests(interests).match(type.topic, type.name) ? WANTED : UNWANTED;
    }
    return known[type.index] == WANTED;
  }
}
