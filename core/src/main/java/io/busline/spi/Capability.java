package io.busline.spi;

/**
 * What a broker may be able to do. Declared from what was found on the server; checked when
 * subscribing; the compatibility kit asserts both that a declared one works and that an undeclared
 * one is refused.
 */
public enum Capability {
  /** Confirmed events survive the end of every process that uses them. */
  DURABLE("keep events when processes end"),
  /** Instances of one group share its events. */
  GROUPS("share a group's events among its instances"),
  /** An event that was not acknowledged is delivered again. */
  REDELIVERY("deliver an event again that was not acknowledged"),
  /** Events of one key reach one instance of the group at a time, in order. */
  ORDER_PER_KEY("keep the order of a key among several instances"),
  /** A subscription may begin at the oldest retained event or at a time. */
  START_POSITIONS("begin a subscription in the past"),
  /** Dead letters can be stored and listed. */
  DEAD_LETTERS("store dead letters"),
  /** An event published twice, see {@link Identity}, is stored once, within a documented window. */
  DEDUPLICATION("recognise an event published twice"),
  /** Attempts made and the time of the next one survive the end of the process. */
  DURABLE_RETRY("remember retries when a process ends"),
  /** The number of events a group has yet to handle is known. */
  LAG("tell how many events are waiting"),
  /** The topics and groups that exist are known. */
  LISTING("list its topics and groups"),
  /** What a handler publishes is stored exactly if its event is acknowledged. */
  TRANSACTIONS("store what a handler publishes together with its acknowledgement"),
  /** A key that does not move stops no other, however much waits behind it. */
  KEY_DEFERRAL("keep back a key that does not move, however much waits behind it");

  private final String verb;

  Capability(String verb) {
    this.verb = verb;
  }

  /**
   * The capability in words that complete "this broker can".
   *
   * @return the words
   */
  public String inWords() {
    return verb;
  }
}
