package io.busline.rabbitmq;

import io.busline.event.EventPattern;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What things are called on the server. A colon is part of no name of ours, so no two of them meet.
 *
 * @param exchange the bus's exchange: a topic exchange, to which events are published
 * @param partitions how many queues a group has
 */
record Layout(String exchange, int partitions) {

  /** The header by which a group's exchange chooses among its queues. */
  static final String PARTITION = "busline-partition";

  /** How the name ends of the exchange that leads to streams. */
  static final String STREAMS = "::streams";

  private static final String PAST = ":past";

  /** Whether the events of a group are divided among several queues. */
  boolean isPartitioned() {
    return partitions > 1;
  }

  /** An exchange of headers: what the group reads, on its way into the group's queues. */
  String group(String group) {
    return exchange + ":" + group;
  }

  /** An exchange for what has no partition, because others have published it. */
  String rest(String group) {
    return group(group) + ":rest";
  }

  /** The queue of one partition. */
  String queue(String group, int partition) {
    return group(group) + ":" + partition;
  }

  List<String> queues(String group) {
    return IntStream.range(0, partitions).mapToObj(n -> queue(group, n)).toList();
  }

  /** A queue without messages: who consumes it is a member. Others do not tell how many wait. */
  String members(String group) {
    return group(group) + ":members";
  }

  /** The stream of dead letters. */
  String deadLetters() {
    return exchange + ":dead-letters";
  }

  /** The stream that tells which topics and groups there are. */
  String directory() {
    return exchange + ":directory";
  }

  /**
   * An exchange that leads to each stream, with the stream's name as the key. The server's own one
   * does so, too, but a user needs a permission for that which allows to write into any queue.
   */
  String streams() {
    return exchange + STREAMS;
  }

  /** The queue of a broadcast, which ends with its connection. */
  String broadcast(String id) {
    return exchange + "::" + id;
  }

  /** The stream of all events that are retained. */
  String retained() {
    return exchange + ":retained";
  }

  /** The queue of what was retained before a group was there, and an exchange that leads to it. */
  String past(String group) {
    return group(group) + PAST;
  }

  /** Whether what came through an exchange is a copy of what was retained. */
  static boolean isPast(String exchange) {
    return exchange.endsWith(PAST);
  }

  /** An exchange that is there when all of a group's past is in its queue. */
  String filled(String group) {
    return group(group) + ":filled";
  }

  /** A queue that is there while an instance founds a group. */
  String founding(String group) {
    return group(group) + ":founding";
  }

  /** A pattern as a topic exchange has it, where a hash may also stand for nothing. */
  static String bindingKey(EventPattern pattern) {
    String text = pattern.pattern();
    return text.endsWith(">") ? text.substring(0, text.length() - 1) + "*.#" : text;
  }
}
