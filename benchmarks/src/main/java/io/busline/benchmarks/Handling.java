package io.busline.benchmarks;

/** Handles orders, and knows how many. May be called by several threads. */
interface Handling {

  void handle(Order order);

  /** How many orders were handled so far; one that came twice counts once. */
  long handled();
}
