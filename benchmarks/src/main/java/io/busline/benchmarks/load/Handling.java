package io.busline.benchmarks.load;

/** Handles orders, and knows how many. May be called by several threads. */
public interface Handling {

  void handle(Order order);

  /** How many orders were handled so far; one that came twice counts once. */
  long handled();
}
