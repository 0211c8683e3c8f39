package io.busline.spring;

import io.busline.EventBus;
import io.busline.outbox.Outbox;
import io.busline.outbox.OutboxBuilder;
import io.busline.outbox.TableSetup;
import javax.sql.DataSource;

/**
 * Where an outbox has its tables.
 *
 * @param dataSource connections to them
 * @param transactions those that span the connections
 */
record OutboxDatabase(DataSource dataSource, SpringTransactions transactions) {

  Outbox open(EventBus bus, BuslineProperties.Outbox settings) {
    OutboxBuilder builder =
        Outbox.builder(dataSource, bus)
            .transactions(transactions)
            .tablePrefix(settings.tablePrefix())
            .tables(TableSetup.valueOf(settings.schema().name()))
            .inboxRetention(settings.inboxRetention());
    if (!settings.relay()) {
      builder.withoutRelay();
    }
    if (settings.maxRate() > 0) {
      builder.maxRate(settings.maxRate());
    }
    return builder.open();
  }
}
