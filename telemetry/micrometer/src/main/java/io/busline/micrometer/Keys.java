package io.busline.micrometer;

import io.micrometer.common.docs.KeyName;
import java.util.Arrays;

/** Names of keys, as Micrometer documents them. */
final class Keys {
  private Keys() {}

  static KeyName[] of(String... names) {
    return Arrays.stream(names).map(Key::new).toArray(KeyName[]::new);
  }

  private record Key(String name) implements KeyName {
    @Override
    public String asString() {
      return name;
    }
  }
}
