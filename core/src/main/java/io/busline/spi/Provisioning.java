package io.busline.spi;

/**
 * What a broker does about the streams, topics, exchanges and queues that it needs on its server:
 * the option {@code topology} of a URL, read by {@link Parameters#constant}.
 */
public enum Provisioning {

  /** Makes what is missing. */
  CREATE,

  /** Makes nothing, and refuses to go on where something is missing or differs. */
  VERIFY,

  /** Makes nothing, and takes what is there as it is. */
  NONE
}
