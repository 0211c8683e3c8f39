package io.busline.nats;

import io.nats.client.Connection;
import io.nats.client.api.ServerInfo;

/**
 * One life of a connection. What was written in one may be lost before the next, so an answer
 * counts only for what was sent in the same.
 *
 * @param server the server's id, which is new each time it starts
 * @param client the number the server gave to this connection
 */
record Incarnation(String server, int client) {
  static Incarnation of(Connection connection) {
    ServerInfo info = connection.getServerInfo();
    return new Incarnation(info.getServerId(), info.getClientId());
  }
}
