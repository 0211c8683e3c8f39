package io.busline.spi.log;

/** A number for a key that practically no other key has, the same in every version. */
final class KeyHash {

  private static final long OFFSET = 0xCBF29CE484222325L;
  private static final long PRIME = 0x100000001B3L;

  private KeyHash() {}

  /** FNV-1a over the key's UTF-16 units, then mixed as SplitMix64 does, so that all bits count. */
  static long of(String key) {
    long hash = OFFSET;
    for (int i = 0; i < key.length(); i++) {
      hash = (hash ^ key.charAt(i)) * PRIME;
    }
    hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
    hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
    return hash ^ (hash >>> 31);
  }
}
