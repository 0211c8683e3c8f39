package io.busline.benchmarks.inprocess;

/** What peers carry: the data without an envelope, since they have none. */
final class Payload {
  final byte[] data;

  Payload(byte[] data) {
    this.data = data;
  }
}
