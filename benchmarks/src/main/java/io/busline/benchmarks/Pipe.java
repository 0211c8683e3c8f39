package io.busline.benchmarks;

/** A way from a publisher to a handler over a broker, open and ready. Used by one thread. */
interface Pipe extends Publishing {

  /** How many events were handled and acknowledged so far. */
  long handled();
}
