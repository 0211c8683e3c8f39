package io.busline.cli.outbox;

import io.busline.cli.command.DatabaseMixin;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Terminal;
import io.busline.outbox.OutboxAdmin;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints the SQL that makes the tables. */
@Command(
    name = "schema",
    header = "Prints the SQL that makes the tables of an outbox.",
    description = "For Flyway, Liquibase or a DBA, together with TableSetup.VERIFY in the program.",
    footer = {
      "Examples:",
      "  busline outbox schema --for postgresql > V7__busline.sql",
      "  busline outbox schema --database jdbc:sqlite:shop.db --table-prefix shop_"
    })
final class OutboxSchemaCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private final DatabaseMixin database;

  @Option(
      names = "--for",
      paramLabel = "PRODUCT",
      description = "postgresql, mysql, mariadb, sqlite or h2. Default: what --database is.")
  private Optional<String> product = Optional.empty();

  OutboxSchemaCommand(Session session) {
    this.terminal = session.terminal();
    this.database = session.database();
  }

  @Override
  public Integer call() {
    String sql =
        product
            .map(name -> OutboxAdmin.schema(name, database.prefix()))
            .orElseGet(() -> database.admin().schema());
    sql.lines().forEach(terminal::line);
    return Exit.DONE;
  }
}
