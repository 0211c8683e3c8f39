package io.busline.cli.events;

import io.busline.EventBus;
import io.busline.Receipt;
import io.busline.cli.command.BusMixin;
import io.busline.cli.command.CommandException;
import io.busline.cli.command.Exit;
import io.busline.cli.command.Json;
import io.busline.cli.command.Session;
import io.busline.cli.terminal.Visible;
import io.busline.event.Event;
import io.busline.event.EventBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Publishes one event, or a file of them. */
@Command(
    name = "publish",
    customSynopsis = {
      "busline publish [OPTIONS] TYPE [--data JSON|@FILE|-]",
      "       busline publish [--bus URL] --events FILE|-"
    },
    header = "Publishes one event, or a file of them.",
    description = {
      "Prints the receipt once the broker has confirmed that the event is stored. With --events the"
          + " rest goes on when one fails, and the end tells how many are stored."
    },
    footer = {
      "Examples:",
      "  busline publish order.created --data '{\"orderId\":\"o-1\"}' --key o-1",
      "  busline publish order.created --data @order.json --id o-1-created --source /shop",
      "  echo '{\"ok\":true}' | busline publish check.done --data - --header traceid=4f2a",
      "  busline publish --events events.ndjson --json",
      "  busline subscribe '>' --output ndjson | busline publish --events - --bus sqlite:copy.db"
    })
public final class PublishCommand implements Callable<Integer> {
  private static final String JSON = "application/json";

  private final Session session;
  @Mixin private final BusMixin bus;

  @Parameters(
      arity = "0..1",
      paramLabel = "TYPE",
      description = "The event's type, such as order.created.")
  private @Nullable String type;

  @Option(
      names = "--events",
      paramLabel = "FILE|-",
      description =
          "Publishes the CloudEvents in a file, one as JSON on each line; - for standard input.")
  private @Nullable String events;

  @Option(
      names = "--data",
      paramLabel = "JSON|@FILE|-",
      description = "The data, the file that has it, or - for standard input. Sent as it is.")
  private @Nullable String data;

  @Option(
      names = "--content-type",
      paramLabel = "TYPE",
      description = "What the data is. Default: application/json, and then it must be that.")
  private @Nullable String contentType;

  @Option(names = "--key", paramLabel = "K", description = "Events of one key keep their order.")
  private @Nullable String key;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The event's id. Publishing the same id and source again is safe.")
  private @Nullable String id;

  @Option(
      names = "--source",
      paramLabel = "URI",
      description = "Where the event comes from. Default: busline-cli.")
  private @Nullable String source;

  @Option(names = "--subject", paramLabel = "S", description = "What the event is about.")
  private @Nullable String subject;

  @Option(
      names = "--header",
      paramLabel = "name=value",
      description = "An extension attribute; may be repeated.")
  private Map<String, String> headers = new LinkedHashMap<>();

  @Option(
      names = "--json",
      description = "Prints the receipt as JSON, or with --events how many are stored.")
  private boolean json;

  /**
   * Made for one run.
   *
   * @param session the process it runs in
   */
  public PublishCommand(Session session) {
    this.session = session;
    this.bus = session.bus();
  }

  @Override
  public Integer call() throws IOException {
    if (events != null) {
      requireNothingElse();
      try (InputStream in = Input.open(session.terminal(), events);
          EventBus connected = bus.connect()) {
        return new BulkPublish(connected, session, json).run(in);
      }
    }
    EventBuilder<?> event = event();
    try (EventBus connected = bus.connect()) {
      print(connected.publish(event));
    }
    return Exit.DONE;
  }

  private void requireNothingElse() {
    boolean more =
        type != null
            || data != null
            || contentType != null
            || key != null
            || id != null
            || source != null
            || subject != null
            || !headers.isEmpty();
    if (more) {
      throw CommandException.usage(
          "--events takes everything from the file. Leave out the type, --data, --key and the"
              + " like");
    }
  }

  private EventBuilder<byte[]> event() {
    if (type == null) {
      throw CommandException.usage(
          "there is nothing to publish. Name a type, such as order.created, or a file with"
              + " --events");
    }
    byte[] bytes = data == null ? new byte[0] : Input.data(session.terminal(), data);
    EventBuilder<byte[]> event = Event.builder(type, bytes);
    if (data != null) {
      String mediaType = contentType == null ? JSON : contentType;
      event.dataContentType(mediaType);
      if (isJson(mediaType)) {
        Json.require("the data", bytes);
      }
    } else if (contentType != null) {
      throw CommandException.usage(
          "--content-type says what the data is, and there is none. Add --data");
    }
    attributes(event);
    return event;
  }

  private static boolean isJson(String mediaType) {
    String bare = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return bare.equals(JSON) || bare.endsWith("+json");
  }

  private void attributes(EventBuilder<byte[]> event) {
    if (id != null) {
      event.id(id);
    }
    if (source != null) {
      event.source(source);
    }
    if (subject != null) {
      event.subject(subject);
    }
    if (key != null) {
      event.key(key);
    }
    headers.forEach(event::extension);
  }

  private void print(Receipt receipt) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", receipt.type());
    fields.put("id", receipt.id());
    fields.put("topic", receipt.topic());
    receipt.position().ifPresent(position -> fields.put("position", position));
    fields.put("duplicate", receipt.isDuplicate());
    if (json) {
      session.terminal().line(Json.of(fields));
      return;
    }
    StringBuilder line = new StringBuilder(receipt.type());
    fields.remove("type");
    fields.remove("duplicate");
    fields.forEach((name, value) -> line.append("  ").append(name).append('=').append(value));
    line.append(receipt.isDuplicate() ? "  was there already; nothing was added" : "  stored");
    session.terminal().line(Visible.line(line.toString()));
  }
}
