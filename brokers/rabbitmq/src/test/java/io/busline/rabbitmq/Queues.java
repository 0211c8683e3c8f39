package io.busline.rabbitmq;

import io.busline.servers.RabbitServer;

/** Queues of a server that is to be killed. */
final class Queues {

  /**
   * Every table of Erlang's that is kept on the disk. Two are of the library of quorum queues: what
   * their names are, and how far each has voted.
   */
  private static final String WRITE_TABLES = "[dets:sync(Table) || Table <- dets:all()].";

  private Queues() {}

  /**
   * Has a server write down which quorum queues it has; blocks. Until it does so by itself, some
   * seconds after a queue was made, it forgets the queue and all that is in it when it is killed.
   */
  static void secure(RabbitServer server) {
    server.control("eval", WRITE_TABLES);
  }
}
