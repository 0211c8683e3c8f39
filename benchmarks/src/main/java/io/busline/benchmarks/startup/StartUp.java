package io.busline.benchmarks.startup;

import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Folder;
import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Subject;
import io.busline.benchmarks.harness.Unit;
import io.busline.servers.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** From the start of a process to what it was started for. */
public final class StartUp {
  private static final Path COMMAND = Path.of("busline").toAbsolutePath();
  private static final String ARCHIVED = ", with an archive of its classes";

  private StartUp() {}

  public static List<Scenario> scenarios(Effort effort) {
    ServiceProcess service = ServiceProcess.plain();
    String jvm = "a JVM that only prints";
    List<Scenario> rows = new ArrayList<>();
    rows.add(row(jvm, service::start));
    rows.add(row("memory:, first confirmed event", () -> service.start("memory:")).versus(jvm));
    rows.add(
        row(
                "sqlite: on a new file, first confirmed event",
                () -> {
                  try (Folder folder = new Folder(effort.folder())) {
                    return service.start("sqlite:" + folder.file());
                  }
                })
            .versus(jvm));
    rows.addAll(overBrokers("", (folder, arguments) -> service, effort));
    rows.addAll(overBrokers(ARCHIVED, service::archived, effort));
    if (Files.isExecutable(COMMAND)) {
      List<String> help = List.of(COMMAND.toString(), "--help");
      rows.add(
          row("./busline --help, first output", () -> ServiceProcess.untilOutput(help))
              .versus(jvm));
    }
    return rows;
  }

  private static Scenario row(String name, Subject subject) {
    return Scenario.of(name, Unit.MILLIS, () -> subject);
  }

  /** What is done to a service before it is measured, with the arguments it is started with. */
  private interface Preparation {
    ServiceProcess prepare(Path folder, String... arguments) throws Exception;
  }

  /** Over a broker, the broker's own client is what a bus is to be as quick as. */
  private static List<Scenario> overBrokers(String how, Preparation preparation, Effort effort) {
    List<Scenario> rows = new ArrayList<>();
    for (Connector connector : Connector.values()) {
      Scenario row =
          Scenario.of(
              name(connector, how),
              Unit.MILLIS,
              () -> new OverBroker(connector, preparation, new Folder(effort.folder())));
      rows.add(connector.beside == null ? row : row.versus(name(connector.beside, how)));
    }
    return rows;
  }

  private static String name(Connector connector, String how) {
    return connector.words + ", first confirmed event" + how;
  }

  private static final class OverBroker implements Subject {
    private final Folder folder;
    private final Server server;
    private final String[] arguments;
    private final ServiceProcess service;

    OverBroker(Connector connector, Preparation preparation, Folder folder) throws Exception {
      this.folder = folder;
      this.server = connector.start();
      this.arguments = new String[] {connector.name(), Integer.toString(server.port())};
      this.service = preparation.prepare(folder.path(), arguments);
    }

    @Override
    public Sample sample() throws Exception {
      return service.start(arguments);
    }

    @Override
    public void close() {
      server.close();
      folder.close();
    }
  }
}
