package io.busline.soak.outbox;

import io.busline.EventBus;
import io.busline.RedriveOptions;
import io.busline.Subscription;
import io.busline.admin.DeadLetterQuery;
import io.busline.event.Event;
import io.busline.event.StartPosition;
import io.busline.outbox.Outbox;
import io.busline.servers.DriverDataSource;
import io.busline.soak.outbox.OutboxAudit.Change;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** One soak of an outbox, from the first process to the table. For one thread. */
final class OutboxRun implements AutoCloseable {

  /** How long nothing more may move until what has not come is missing. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long GLANCE_NANOS = 200_000_000;
  private static final int WIDTH = 68;

  private final OutboxOptions options;
  private final PrintStream out;
  private final Path folder;
  private final String busUrl;
  private final SoakDatabase database;
  private final Mishaps mishaps;
  private long redriven;

  OutboxRun(OutboxOptions options, PrintStream out) throws IOException, SQLException {
    this.options = options;
    this.out = out;
    this.folder = Files.createTempDirectory("busline-outbox-soak-");
    this.busUrl = "sqlite:" + folder.resolve("bus.db");
    this.database = SoakDatabase.start(options.database(), options.release());
    this.mishaps = new Mishaps(database, busUrl, options.seed());
  }

  /** Blocks until it is over; whether nothing was found that is a fault. */
  boolean soak() throws SQLException {
    long end = System.nanoTime() + options.time().toNanos();
    while (System.nanoTime() - end < 0) {
      mishaps.fill();
      LockSupport.parkNanos(Math.min(mishaps.pause(), Math.max(1, end - System.nanoTime())));
      mishaps.next();
    }
    mishaps.close();
    settle();
    OutboxAudit audit = new OutboxAudit(committed(), published(), handled());
    OutboxAudit.Result result = audit.result();
    tell(audit, result);
    if (audit.committed().isEmpty()) {
      out.println("  ! nothing was committed, so nothing is shown");
    }
    return result.isClean() && !audit.committed().isEmpty();
  }

  /** One relay and inbox that nobody kills publish and handle the rest. */
  private void settle() throws SQLException {
    try (EventBus bus = EventBus.connect(busUrl, "soak");
        Outbox outbox = OutboxProcess.opened(new DriverDataSource(database.url(), ""), bus, true)) {
      OutboxProcess.subscribe(bus, outbox);
      awaitStill(() -> isSettled(bus), () -> number("SELECT COUNT(*) FROM handled"));
    }
  }

  private boolean isSettled(EventBus bus) throws SQLException {
    // Handlers gave events up while the database was dead.
    redriven += bus.deadLetters().redrive(DeadLetterQuery.all(), RedriveOptions.now()).redriven();
    return number("SELECT COUNT(*) FROM busline_outbox") == 0
        && number("SELECT COUNT(*) FROM handled") >= number("SELECT COUNT(*) FROM written");
  }

  private interface Asking<T> {
    T ask() throws SQLException;
  }

  /** Waits until something holds, as long as a number still changes. */
  private static void awaitStill(Asking<Boolean> holds, Asking<Long> moving) throws SQLException {
    long before = -1;
    long movedAt = System.nanoTime();
    while (!holds.ask() && System.nanoTime() - movedAt < PATIENCE.toNanos()) {
      long now = moving.ask();
      movedAt = now == before ? movedAt : System.nanoTime();
      before = now;
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = new DriverDataSource(database.url(), "").getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private Map<String, Change> committed() throws SQLException {
    Map<String, Change> committed = new HashMap<>();
    try (Connection connection = new DriverDataSource(database.url(), "").getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT k, n, token FROM written")) {
      while (rows.next()) {
        committed.put(
            rows.getString(3), new Change(rows.getString(1), rows.getLong(2), rows.getString(3)));
      }
    }
    return committed;
  }

  private List<String> handled() throws SQLException {
    List<String> handled = new ArrayList<>();
    try (Connection connection = new DriverDataSource(database.url(), "").getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT token FROM handled")) {
      while (rows.next()) {
        handled.add(rows.getString(1));
      }
    }
    return handled;
  }

  /** Everything on the bus; nobody publishes any more. */
  private List<Change> published() throws SQLException {
    List<Change> published = new ArrayList<>();
    AtomicLong count = new AtomicLong();
    try (EventBus bus = EventBus.connect(busUrl);
        Subscription reading =
            bus.broadcast()
                .on(
                    OutboxWriter.TYPE,
                    byte[].class,
                    event -> {
                      synchronized (published) {
                        published.add(change(event));
                      }
                      count.incrementAndGet();
                    })
                .from(StartPosition.earliest())
                .subscribe()) {
      awaitStill(() -> reading.lag().orElse(1) == 0, count::get);
    }
    synchronized (published) {
      return List.copyOf(published);
    }
  }

  private static Change change(Event<byte[]> event) {
    String[] words = new String(event.data(), StandardCharsets.UTF_8).split(" ", 2);
    return new Change(event.key().orElse(""), Long.parseLong(words[0]), words[1]);
  }

  private void tell(OutboxAudit audit, OutboxAudit.Result result) {
    out.printf(
        "%nSoak of an outbox in %s %s, %s, seed %d%n",
        options.database(), options.release(), options.time(), options.seed());
    out.printf("%nMishaps%n");
    for (Mishaps.Kind kind : Mishaps.Kind.values()) {
      row(kind.text, mishaps.happened().getOrDefault(kind, 0));
    }
    out.printf("%nTraffic%n");
    row("changes committed, by 8 writers", audit.committed().size());
    row("events on the bus", audit.published().size());
    row("dead letters of the inbox, redriven at the end", redriven);
    row("effects of the inbox", audit.handled().size());
    out.printf("%nAudit%n");
    row("missing: committed and not published", result.missing());
    row("phantom: published and not committed", result.phantom());
    row("misordered: before or after another version of the key", result.misordered());
    row("unhandled: committed and without effect", result.unhandled());
    row("handled again: with more than one effect", result.handledAgain());
    row("doubled: on the bus more than once, which is allowed", result.doubled());
    result.examples().forEach(example -> out.println("  ! " + example));
  }

  private void row(String text, long count) {
    out.println(("  %-" + WIDTH + "s %,9d").formatted(text, count));
  }

  @Override
  public void close() throws IOException {
    mishaps.close();
    database.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
