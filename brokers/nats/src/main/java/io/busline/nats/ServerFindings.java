package io.busline.nats;

import io.busline.admin.Finding;
import io.nats.client.api.ServerInfo;
import java.util.ArrayList;
import java.util.List;

/** What can be said of a NATS server without JetStream. */
final class ServerFindings {

  private ServerFindings() {}

  static List<Finding> of(Connector connector) {
    if (!connector.isConnected()) {
      return List.of(Finding.failure("connection", connector.place() + " is out of reach."));
    }
    ServerInfo info = connector.connection().getServerInfo();
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            "server",
            "NATS %s at %s, which takes messages of up to %d bytes."
                .formatted(info.getVersion(), connector.place(), info.getMaxPayload())));
    if (!info.isSameOrNewerThanVersion("2.10.0")) {
      findings.add(
          Finding.warning(
              "release",
              "NATS %s is no longer maintained and has known weaknesses. Upgrade to a maintained release."
                  .formatted(info.getVersion())));
    }
    findings.add(
        info.isTLSRequired()
            ? Finding.ok("encryption", "The server asks for TLS.")
            : Finding.warning(
                "encryption",
                "The server does not ask for TLS. On a network that others use, have it do so."));
    findings.add(
        info.isAuthRequired()
            ? Finding.ok("access", "The server asks who connects.")
            : Finding.warning(
                "access", "Whoever reaches the server may publish and read. Set up users."));
    if (info.isJetStreamAvailable()) {
      findings.add(
          Finding.ok(
              "jetstream",
              "The server has JetStream, which keeps events until they are handled. Use it with jetstream://."));
    }
    connector
        .problem()
        .ifPresent(problem -> findings.add(Finding.failure("connection", problem + ".")));
    return findings;
  }
}
