package io.busline.benchmarks.load;

/** A way from a publisher to a handler over a broker, open and ready. Used by one thread. */
public interface Pipe extends Publishing {

  /** How many events were handled and acknowledged so far. */
  long handled();
}
