package io.busline.cli.command;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.cli.terminal.Shell;
import io.busline.error.ConfigurationException;
import io.busline.spi.BrokerProvider;
import io.busline.spi.BusUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --bus}, and what holds without it. */
public final class BusMixin {
  /** The source of what the command line publishes, unless told otherwise. */
  private static final String SERVICE = "busline-cli";

  private final Map<String, String> environment;

  @Option(
      names = "--bus",
      paramLabel = "URL",
      description = {
        "Where the bus is, such as sqlite:orders.db.",
        "Default: $BUSLINE_URL, else busline/bus.db in $XDG_DATA_HOME or ~/.local/share."
      })
  private @Nullable String url;

  /**
   * Reads nothing yet.
   *
   * @param environment the variables of the process
   */
  public BusMixin(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * The URL, with whatever password it holds.
   *
   * @return the URL to connect to
   */
  public String url() {
    if (url != null) {
      return url;
    }
    String named = environment.get("BUSLINE_URL");
    return named != null && !named.isEmpty() ? named : "sqlite:" + dataFile("bus.db");
  }

  /**
   * The URL as it may be shown.
   *
   * @return the URL without secrets
   */
  public String place() {
    return BusUrl.parse(url()).toString();
  }

  /**
   * The option to repeat in a command that is suggested.
   *
   * @return with a space before it; empty where it would change nothing
   */
  public String option() {
    return url == null ? "" : " --bus " + Shell.quoted(place());
  }

  /**
   * Whether some broker on the class path opens such a URL, whatever else may be wrong with it.
   *
   * @return whether there is one
   */
  public boolean isOfKnownKind() {
    return provider().isPresent();
  }

  /**
   * The broker that opens such a URL.
   *
   * @return the broker, if there is one
   */
  public Optional<BrokerProvider> provider() {
    String scheme = BusUrl.parse(url()).scheme();
    return ServiceLoader.load(BrokerProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.schemes().contains(scheme))
        .findFirst();
  }

  /**
   * Connects. Blocks until the broker answers.
   *
   * @return a bus to be closed
   */
  public EventBus connect() {
    return builder().connect();
  }

  /**
   * A bus with settings of its own, not connected yet.
   *
   * @return the builder
   */
  public EventBusBuilder builder() {
    // Each command ends its own work when it is interrupted, and then its bus.
    return EventBus.builder(url()).service(SERVICE).withoutShutdownHook();
  }

  /**
   * A file in the folder of the default bus, which is made if need be.
   *
   * @param name the file's name
   * @return the file, which need not exist
   */
  public Path dataFile(String name) {
    Path folder = dataFolder().resolve("busline");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw CommandException.failed(
          "the folder %s for the default bus cannot be created. Name a bus with --bus or BUSLINE_URL"
              .formatted(folder),
          e);
    }
    return folder.resolve(name);
  }

  /** As the XDG base directory specification has it: a relative path is no path. */
  private Path dataFolder() {
    String named = environment.get("XDG_DATA_HOME");
    if (named != null && Path.of(named).isAbsolute()) {
      return Path.of(named);
    }
    String home = environment.get("HOME");
    if (home == null || home.isEmpty()) {
      throw new ConfigurationException(
          "no bus is named and there is no home folder for the default one. Use --bus or"
              + " BUSLINE_URL");
    }
    return Path.of(home, ".local", "share");
  }
}
