package io.busline.soak;

import java.util.Arrays;
import java.util.Optional;

/** What may happen. The longest must be well below what false health is judged by. */
enum Mishap {
  BROKER_KILL("broker-kill", "broker killed (kill -9)", Place.BROKER, 1, 8),
  BROKER_END("broker-end", "broker ended (SIGTERM)", Place.BROKER, 1, 8),
  BROKER_FREEZE("broker-freeze", "broker frozen (SIGSTOP)", Place.BROKER, 1, 20),
  PUBLISHER_KILL("publisher-kill", "publisher killed (kill -9)", Place.PUBLISHER, 0, 3),
  PUBLISHER_END("publisher-end", "publisher ended (SIGTERM)", Place.PUBLISHER, 1, 3),
  PUBLISHER_FREEZE("publisher-freeze", "publisher frozen (SIGSTOP)", Place.PUBLISHER, 1, 15),
  INSTANCE_KILL("instance-kill", "instance killed (kill -9)", Place.INSTANCE, 0, 8),
  INSTANCE_END("instance-end", "instance ended (SIGTERM)", Place.INSTANCE, 1, 8),
  INSTANCE_FREEZE("instance-freeze", "instance frozen (SIGSTOP)", Place.INSTANCE, 1, 20),
  CLOCK("clock", "clock of a process skewed", Place.CLOCK, 3, 20),
  PERMISSION("permission", "permission withdrawn and given", Place.BROKER, 1, 10),
  LOCK("lock", "file or table locked by another program", Place.BROKER, 1, 10),
  DELETE_TOPIC("delete-topic", "topic deleted", Loss.EVERY_GROUP),
  DELETE_STREAM("delete-stream", "stream of a topic deleted", Loss.EVERY_GROUP),
  DELETE_BUCKET("delete-bucket", "bucket of the groups deleted", Loss.NOTHING),
  DELETE_CONSUMERS("delete-consumers", "consumers of a stream deleted", Loss.NOTHING),
  DELETE_EXCHANGE("delete-exchange", "exchange of the bus deleted", Loss.NOTHING),
  DELETE_GROUP_EXCHANGE("delete-group-exchange", "exchange of a group deleted", Loss.NOTHING),
  DELETE_BINDING("delete-binding", "binding of a group deleted", Loss.NOTHING),
  DELETE_QUEUE("delete-queue", "queue of a group deleted", Loss.ONE_GROUP),
  DELETE_DIRECTORY("delete-directory", "directory stream deleted", Loss.NOTHING),
  DELETE_WAL("delete-wal", "write-ahead log deleted", Loss.EVERY_GROUP);

  /** After a deletion the broker is left alone, for a server may forget what it made just now. */
  private static final int REST_SECONDS = 6;

  final String word;
  final String text;
  final Place place;
  final int leastSeconds;
  final int mostSeconds;
  final Loss loss;
  final boolean deletes;

  Mishap(String word, String text, Place place, int leastSeconds, int mostSeconds) {
    this.word = word;
    this.text = text;
    this.place = place;
    this.leastSeconds = leastSeconds;
    this.mostSeconds = mostSeconds;
    this.loss = Loss.NOTHING;
    this.deletes = false;
  }

  Mishap(String word, String text, Loss loss) {
    this.word = word;
    this.text = text;
    this.place = Place.BROKER;
    this.leastSeconds = REST_SECONDS;
    this.mostSeconds = REST_SECONDS;
    this.loss = loss;
    this.deletes = true;
  }

  /** Whether it can lead to an event that is handled twice: one of a publisher cannot. */
  boolean concernsGroups() {
    return place != Place.PUBLISHER;
  }

  /** Whether nothing can be told any more of what happens after it: it must be asked for. */
  boolean isFinal() {
    return this == DELETE_WAL;
  }

  static Optional<Mishap> of(String word) {
    return Arrays.stream(values()).filter(mishap -> mishap.word.equals(word)).findFirst();
  }
}
