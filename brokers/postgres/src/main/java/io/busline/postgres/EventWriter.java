package io.busline.postgres;

import io.busline.error.EventBusException;
import io.busline.spi.OutboundMessage;
import io.busline.spi.Output;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Appends what the process publishes, as much as waits in one transaction. */
final class EventWriter extends Writer<OutboundMessage> {

  private final EventLog log = new EventLog();
  private final Consumer<Map<String, Head>> news;

  EventWriter(Database database, Consumer<Map<String, Head>> news) {
    super(database, "events");
    this.news = news;
  }

  private static List<Output> outputs(List<OutboundMessage> batch) {
    return batch.stream().map(message -> new Output(message.topic(), message.event())).toList();
  }

  @Override
  void prepare(Session open, List<OutboundMessage> batch) throws SQLException {
    log.prepare(open, outputs(batch));
  }

  @Override
  Runnable write(Session open, List<OutboundMessage> batch) throws SQLException {
    EventLog.Appended appended = log.append(open, outputs(batch));
    return () -> {
      news.accept(appended.heads());
      for (int i = 0; i < batch.size(); i++) {
        long place = appended.places().get(i);
        batch.get(i).stored(Math.abs(place), place < 0);
      }
    };
  }

  @Override
  void forget() {
    log.forget();
  }

  @Override
  void fail(OutboundMessage message, EventBusException cause, boolean unknown) {
    if (unknown) {
      message.unknown(cause);
    } else {
      message.failed(cause);
    }
  }
}
