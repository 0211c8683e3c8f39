package io.busline.outbox;

import io.busline.EventBus;
import io.busline.error.ConfigurationException;
import io.busline.error.TransactionException;
import io.busline.spi.TimeSource;
import io.busline.spi.Wakeup;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Builds an {@link Outbox} with options. Each has a default that is safe. For one thread. */
public final class OutboxBuilder {
  /** The longest lease and poll: beyond it, nobody could tell that a relay is dead. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final DataSource dataSource;
  private final EventBus bus;
  private String prefix = "busline_";
  private int slots = Schema.SLOTS;
  private TableSetup setup = TableSetup.CREATE;
  private boolean relays = true;
  private boolean alwaysRelays;
  private Duration lease = Duration.ofSeconds(20);
  private Duration idlePoll = Duration.ofMillis(1_500);
  private int attempts = 10;
  private int maxRate;
  private Duration inboxRetention = Duration.ofDays(7);
  private @Nullable Transactions transactions;
  private TimeSource time = TimeSource.system();

  OutboxBuilder(DataSource dataSource, EventBus bus) {
    this.dataSource = dataSource;
    this.bus = bus;
  }

  /**
   * Sets how the tables' names begin. Two services in one database each need a prefix of their own.
   *
   * @param newPrefix letters, digits and {@code _}, with a schema before it if need be; {@code
   *     busline_} by default
   * @return this builder
   */
  public OutboxBuilder tablePrefix(String newPrefix) {
    prefix = newPrefix;
    return this;
  }

  /**
   * Sets what is done about the tables when the outbox starts.
   *
   * @param newSetup {@link TableSetup#CREATE} by default
   * @return this builder
   */
  public OutboxBuilder tables(TableSetup newSetup) {
    setup = newSetup;
    return this;
  }

  /**
   * Sets in how many slots keys are spread when the tables are created; afterwards it stays as it
   * is. Each slot takes one commit at a time, and belongs to one relay.
   *
   * @param number from 1 to 256; 64 by default
   * @return this builder
   */
  public OutboxBuilder slots(int number) {
    slots = between("slots", number, 1, 256);
    return this;
  }

  /**
   * Publishes nothing from this process: the relays of others do, such as those of a process that
   * is there for it.
   *
   * @return this builder
   */
  public OutboxBuilder withoutRelay() {
    relays = false;
    return this;
  }

  /**
   * Has a relay publish even if the bus is kept in the outbox's own database. By default, events go
   * straight to the tables of such a bus, where they are as soon as their transaction commits, and
   * transactions that publish to one topic wait for each other. With a relay, only those that
   * publish to one of the slots do.
   *
   * @return this builder
   */
  public OutboxBuilder throughRelay() {
    alwaysRelays = true;
    return this;
  }

  /**
   * Sets how long a relay may be silent before others take it for dead and publish in its place.
   *
   * @param duration from 1 s to 10 min; 20 s by default
   * @return this builder
   */
  public OutboxBuilder lease(Duration duration) {
    lease = between("lease", duration, Duration.ofSeconds(1));
    return this;
  }

  /**
   * Sets how long an idle relay waits at most before it looks for events that another process has
   * stored; those of its own process it publishes at once.
   *
   * @param duration from 10 ms to 10 min; 1.5 s by default, which costs less than a query a second
   * @return this builder
   */
  public OutboxBuilder idlePoll(Duration duration) {
    idlePoll = between("idlePoll", duration, Duration.ofMillis(10));
    return this;
  }

  /**
   * Sets how often the broker may refuse an event before it becomes a dead letter of the outbox.
   * Attempts while the broker is away do not count.
   *
   * @param number from 1 to 1,000; 10 by default, over some two minutes
   * @return this builder
   */
  public OutboxBuilder attempts(int number) {
    attempts = between("attempts", number, 1, 1_000);
    return this;
  }

  /**
   * Limits how many events a second this process publishes, such as after an outage.
   *
   * @param perSecond from 1 to 1,000,000; no limit by default
   * @return this builder
   */
  public OutboxBuilder maxRate(int perSecond) {
    maxRate = between("maxRate", perSecond, 1, 1_000_000);
    return this;
  }

  /**
   * Sets for how long the inbox remembers which events were handled. An event that comes again
   * later is handled again, so this must be longer than the broker's retention, the longest retry
   * and the time until a dead letter is redriven.
   *
   * @param duration at least 1 min; 7 days by default
   * @return this builder
   */
  public OutboxBuilder inboxRetention(Duration duration) {
    if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new ConfigurationException(
          "inboxRetention is %s and must be at least a minute".formatted(duration));
    }
    inboxRetention = duration;
    return this;
  }

  /**
   * Sets whose transactions handlers and {@link Outbox#inTransaction} work in.
   *
   * @param newTransactions by default, those of connections of the data source
   * @return this builder
   */
  public OutboxBuilder transactions(Transactions newTransactions) {
    transactions = newTransactions;
    return this;
  }

  OutboxBuilder time(TimeSource newTime) {
    time = newTime;
    return this;
  }

  /**
   * Creates or verifies the tables, and starts the relay. Blocks.
   *
   * @return the outbox, at work
   * @throws ConfigurationException if the database is of a kind that cannot hold an outbox, or the
   *     tables are of another version or belong to another service
   * @throws TransactionException if the database refuses to make or read the tables
   */
  public Outbox open() {
    Tables tables = new Tables(prefix);
    try (Connection connection = dataSource.getConnection()) {
      return open(connection, tables);
    } catch (SQLException e) {
      throw SqlFailure.explained("preparing the outbox's tables", e);
    }
  }

  private Outbox open(Connection connection, Tables tables) throws SQLException {
    Database database = Database.of(connection);
    Meta.Noted noted =
        setup == TableSetup.NONE
            ? new Meta.Noted(Schema.VERSION, slots, "", "")
            : prepared(connection, new Schema(database, tables));
    RelaySettings settings = new RelaySettings(lease, idlePoll, attempts, maxRate, inboxRetention);
    InboxMarks marks = new InboxMarks(database, tables);
    BusTables straight = alwaysRelays ? null : BusTables.of(bus, connection, tables).orElse(null);
    InboxPruning pruning = new InboxPruning(dataSource, marks, inboxRetention, time);
    OutboxParts parts =
        new OutboxParts(
            tables,
            settings,
            new Guard(tables, noted.id(), Guard.place(connection)),
            straight == null
                ? new EventStore(
                    database,
                    tables,
                    new Slots(noted.slots()),
                    CountedInsert.of(connection, database, tables))
                : straight,
            marks,
            straight == null ? null : pruning.start(),
            time);
    Relay relay = relays && straight == null ? relay(database, tables, settings, marks) : null;
    if (relay != null) {
      relay.start();
    }
    Transactions used = transactions == null ? Transactions.of(dataSource) : transactions;
    return new Outbox(bus, parts, used, relay);
  }

  private Meta.Noted prepared(Connection connection, Schema schema) throws SQLException {
    if (setup == TableSetup.CREATE) {
      try {
        schema.create(connection, slots);
      } catch (SQLException e) {
        // Another instance may have been quicker; if not, verifying says what is wrong.
        try {
          return schema.verify(connection, bus.source());
        } catch (SQLException missing) {
          throw e;
        }
      }
    }
    return schema.verify(connection, bus.source());
  }

  private Relay relay(Database database, Tables tables, RelaySettings settings, InboxMarks marks) {
    Wakeup wakeup = new Wakeup();
    String id = UUID.randomUUID().toString();
    Membership membership =
        new Membership(tables, id, Host.name(), settings.lease().toNanos(), time);
    Lanes lanes = new Lanes();
    RelayTables relayTables = new RelayTables(database, tables);
    return new Relay(
        new Session(dataSource, database, settings.lease()),
        membership,
        new Reading(relayTables, membership, lanes),
        new Sending(bus, relayTables, settings, id, membership, lanes, time, wakeup),
        lanes,
        marks,
        settings,
        time,
        wakeup);
  }

  private static int between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ConfigurationException(
          "%s is %d and must be from %d to %d".formatted(name, value, least, most));
    }
    return value;
  }

  private static Duration between(String name, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
      throw new ConfigurationException(
          "%s is %s and must be from %s to %s".formatted(name, value, least, LONGEST));
    }
    return value;
  }
}
