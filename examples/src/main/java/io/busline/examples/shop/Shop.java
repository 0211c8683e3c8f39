package io.busline.examples.shop;

import io.busline.EventBus;
import io.busline.EventBusBuilder;
import io.busline.spi.Capability;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs the four services on one bus, each with a connection of its own as if it were a process of
 * its own, and places orders. Whatever orders the bus holds already are worked off too, so a run
 * that was cut short goes on where it stopped; on a bus that keeps nothing there are none.
 *
 * <p>For one thread.
 */
public final class Shop implements AutoCloseable {

  /** How many orders are under way at most, so that a slow bus sets the pace. */
  private static final int UNDER_WAY = 2_000;

  /** How many orders are placed between two looks at the accounts. */
  private static final int AT_A_TIME = 200;

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final Duration READ_LETTERS_EVERY = Duration.ofMillis(500);
  private static final int STOCK = 1_000_000_000;

  private final String run;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final List<EventBus> buses = new ArrayList<>();
  private final AtomicInteger placed = new AtomicInteger();
  private final AtomicInteger notPlaced = new AtomicInteger();
  private final OrderService orderService;
  private final Audit audit;
  private @Nullable OrderDatabase database;

  /** Opens the connections; whoever fails half-way must close. */
  private Shop(String url, @Nullable DataSource orders, Consumer<Shop> whenFailed) {
    String number = Long.toString(Instant.now().toEpochMilli(), 36);
    run = (orders == null ? "o-" : OrderDatabase.STORED) + number + "-";
    try {
      EventBus orderBus = connect(url, OrderService.GROUP);
      database = orders == null ? null : new OrderDatabase(orders, orderBus);
      orderService = database == null ? new PublishedOrders(orderBus) : database.service();
      InventoryService inventory =
          new InventoryService(connect(url, InventoryService.GROUP), stockedWarehouse());
      BillingService billing =
          new BillingService(connect(url, BillingService.GROUP), new CardGateway());
      NotificationService notification =
          new NotificationService(connect(url, NotificationService.GROUP));
      audit = new Audit(connected(builder(url, "audit").connect()), run);
      audit.start();
      notification.start();
      orderService.start();
      billing.start();
      inventory.start();
    } catch (RuntimeException e) {
      whenFailed.accept(this);
      throw e;
    }
  }

  /**
   * Opens the shop: connects and subscribes all services.
   *
   * @param url where the bus is
   * @return the shop, at work
   * @throws io.busline.error.EventBusException as {@link EventBus#connect(String, String)} and the
   *     subscriptions do
   */
  public static Shop open(String url) {
    return new Shop(url, null, Shop::close);
  }

  /**
   * Opens the shop with its orders in a table, whose events go through an outbox.
   *
   * @param url where the bus is
   * @param orders the database of the order service; it outlives the shop
   * @return the shop, at work
   * @throws io.busline.error.EventBusException as {@link EventBus#connect(String, String)}, the
   *     subscriptions and the outbox do
   */
  public static Shop open(String url, DataSource orders) {
    return new Shop(url, orders, Shop::close);
  }

  private EventBus connect(String url, String service) {
    Tally tally = new Tally(event -> audit.gone(event));
    tallies.put(service, tally);
    return connected(builder(url, service).listener(tally).connect());
  }

  /** Whoever opens a shop closes it, also when the process is told to end. */
  private static EventBusBuilder builder(String url, String service) {
    return EventBus.builder(url).service(service).withoutShutdownHook();
  }

  private EventBus connected(EventBus bus) {
    buses.add(bus);
    return bus;
  }

  /**
   * Whether the bus can do something, and so whether a run may rely on it.
   *
   * @param capability what
   * @return true if it can
   */
  public boolean can(Capability capability) {
    return buses.get(0).can(capability);
  }

  private static Warehouse stockedWarehouse() {
    Warehouse warehouse = new Warehouse();
    Orders.ITEMS.forEach(item -> warehouse.stock(item, STOCK));
    return warehouse;
  }

  /**
   * Places orders, waits until every order on the bus has come to an end, and closes the shop.
   * Blocks.
   *
   * @param count how many orders to place, from 0
   * @param patience after how long without any progress to give up
   * @param watcher told how far it is, some 20 times a second
   * @return how it went
   * @throws InterruptedException if the thread was interrupted; what was begun goes on when the
   *     shop is opened again
   */
  public ShopReport run(int count, Duration patience, Consumer<Progress> watcher)
      throws InterruptedException {
    long start = System.nanoTime();
    Orders orders = new Orders(run, count);
    int next = 1;
    long facts = -1;
    long newsAt = start;
    long lettersAt = start;
    while (System.nanoTime() - newsAt < patience.toNanos()) {
      next = placeSome(orders, next);
      long known = audit.awaitNews(facts, LOOK_EVERY);
      long now = System.nanoTime();
      newsAt = known == facts ? newsAt : now;
      if (known == facts || now - lettersAt > READ_LETTERS_EVERY.toNanos()) {
        audit.readDeadLetters();
        lettersAt = now;
      }
      facts = known;
      Accounts accounts = audit.accounts();
      watcher.accept(new Progress(count, placed.get(), accounts));
      boolean answered = placed.get() + notPlaced.get() == count;
      if (answered && accounts.isComplete() && unseen() == 0 && agrees()) {
        break;
      }
    }
    close();
    return report(Duration.ofNanos(System.nanoTime() - start));
  }

  private int placeSome(Orders orders, int next) {
    int underWay = next - 1 - audit.ofThisRun() + audit.accounts().open();
    int last = Math.min(orders.count(), next - 1 + Math.min(AT_A_TIME, UNDER_WAY - underWay));
    for (int number = next; number <= last; number++) {
      var unused =
          orderService
              .place(orders.order(number, Instant.now()))
              .whenComplete(
                  (receipt, failure) -> (failure == null ? placed : notPlaced).incrementAndGet());
    }
    return Math.max(next, last + 1);
  }

  private boolean agrees() {
    return table().map(TableReport::agrees).orElse(true);
  }

  /** On a bus without a past, only the orders of this run are known. */
  private Optional<TableReport> table() {
    if (database == null) {
      return Optional.empty();
    }
    String compared = can(Capability.START_POSITIONS) ? OrderDatabase.STORED : run;
    return Optional.of(database.compare(audit.facts(), compared));
  }

  private int unseen() {
    return Math.max(0, placed.get() - audit.ofThisRun());
  }

  private ShopReport report(Duration took) {
    List<ServiceReport> services = new ArrayList<>();
    tallies.forEach((service, tally) -> services.add(tally.report(service)));
    return new ShopReport(
        placed.get(),
        notPlaced.get(),
        unseen(),
        audit.accounts(),
        audit.unaccounted(),
        table(),
        services,
        took);
  }

  /** Stops the services and disconnects; what they have begun they finish. Idempotent. */
  @Override
  public void close() {
    if (database != null) {
      database.close();
    }
    buses.forEach(EventBus::close);
  }
}
