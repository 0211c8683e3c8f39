package io.busline.cli.command;

import io.busline.cli.terminal.Secrets;
import io.busline.outbox.OutboxAdmin;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --database}, and what holds without it. */
public final class DatabaseMixin {
  private final Map<String, String> environment;

  @Option(
      names = "--database",
      paramLabel = "JDBC-URL",
      description = {
        "The database of the outbox: jdbc:postgresql:…, jdbc:mariadb:… (for MySQL, too) or",
        "jdbc:sqlite:…. Default: $BUSLINE_DATABASE. Give user and password in the URL, or",
        "in $BUSLINE_DATABASE_USER and $BUSLINE_DATABASE_PASSWORD, which nobody else sees."
      })
  private @Nullable String url;

  @Option(
      names = "--table-prefix",
      paramLabel = "PREFIX",
      defaultValue = "busline_",
      description = "How the names of the outbox's tables begin. Default: ${DEFAULT-VALUE}.")
  private String prefix = "busline_";

  DatabaseMixin(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * How the names of the tables begin.
   *
   * @return the beginning
   */
  public String prefix() {
    return prefix;
  }

  /**
   * Whether an outbox is meant at all.
   *
   * @return whether a database is named
   */
  public boolean isNamed() {
    return url() != null;
  }

  private @Nullable String url() {
    String named = url != null ? url : environment.get("BUSLINE_DATABASE");
    return named == null || named.isEmpty() ? null : named;
  }

  /**
   * What looks after the outbox's tables.
   *
   * @return it; nothing is connected yet
   * @throws CommandException if no database is named
   */
  public OutboxAdmin admin() {
    String named = url();
    if (named == null) {
      throw CommandException.usage(
          "no database is named. Use --database or BUSLINE_DATABASE, such as"
              + " jdbc:postgresql://localhost/shop");
    }
    return new OutboxAdmin(
        new DriverDataSource(
            named,
            environment.getOrDefault("BUSLINE_DATABASE_USER", ""),
            environment.getOrDefault("BUSLINE_DATABASE_PASSWORD", "")),
        prefix);
  }

  /**
   * The database as it may be shown.
   *
   * @return its URL without secrets
   */
  public String place() {
    String named = String.valueOf(url());
    int parameters = named.indexOf('?') >= 0 ? named.indexOf('?') : named.indexOf(';');
    return Secrets.hidden(parameters < 0 ? named : named.substring(0, parameters));
  }
}
