package io.busline.examples.shop;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a run of the shop went.
 *
 * @param placed how many orders this run placed, each confirmed by the broker
 * @param notPlaced how many could not be placed, or nobody can tell
 * @param unseen how many were placed and never seen on the bus
 * @param accounts how all orders on the bus stand, those of earlier runs too
 * @param unaccounted some of the orders that have not come to one end, with what is known of them
 * @param table how the table of orders compares with the bus; empty if there is none
 * @param services what each service did
 * @param took how long it took
 */
public record ShopReport(
    int placed,
    int notPlaced,
    int unseen,
    Accounts accounts,
    List<String> unaccounted,
    Optional<TableReport> table,
    List<ServiceReport> services,
    Duration took) {

  /** Copies the lists. */
  public ShopReport {
    unaccounted = List.copyOf(unaccounted);
    services = List.copyOf(services);
  }

  /**
   * Whether every order that was to be placed is on the bus and has come to one end, and a table of
   * orders says the same.
   *
   * @return true if all is accounted for
   */
  public boolean isComplete() {
    return notPlaced == 0
        && unseen == 0
        && accounts.isComplete()
        && table.map(TableReport::agrees).orElse(true);
  }

  /**
   * How many events the services published.
   *
   * @return the number
   */
  public long published() {
    return services.stream().mapToLong(ServiceReport::published).sum();
  }

  /**
   * How many events the services handled.
   *
   * @return the number
   */
  public long handled() {
    return services.stream().mapToLong(ServiceReport::handled).sum();
  }
}
