package io.busline.spi.log;

/** What a consumer knows of a key that is behind. Used by the consumer's thread. */
final class BehindKey {

  private static final int MOST_AT_ONCE = 256;

  final long key;
  final int slot;

  /** Whether its first event is known by its position, and need not be looked for. */
  boolean isFirstKnown = true;

  /** Whether it waits for {@link io.busline.spi.BrokerConsumer#resume}. */
  private boolean isDeferred;

  /** Whether the event that was handed out last is to be tried again. */
  private boolean isFailing;

  /** One event at first, for it may fail again; more, the better it goes. */
  private int atOnce = 1;

  private int handedOut;

  BehindKey(long key, int slot) {
    this.key = key;
    this.slot = slot;
  }

  boolean hasRoom() {
    return !isDeferred && handedOut < atOnce;
  }

  boolean isFailing() {
    return isFailing;
  }

  void handedOut() {
    handedOut++;
  }

  /** An event is not held any more. */
  void letGo() {
    handedOut--;
  }

  void succeeded() {
    atOnce = Math.min(2 * atOnce, MOST_AT_ONCE);
    isFailing = false;
  }

  void failed() {
    isFailing = true;
  }

  void defer() {
    isDeferred = true;
    isFirstKnown = true;
    isFailing = false;
    atOnce = 1;
  }

  void resume() {
    isDeferred = false;
  }
}
