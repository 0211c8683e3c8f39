package io.busline.benchmarks.codecs;

import com.google.protobuf.Timestamp;
import io.busline.benchmarks.harness.Effort;
import io.busline.benchmarks.harness.Sample;
import io.busline.benchmarks.harness.Scenario;
import io.busline.benchmarks.harness.Unit;
import io.busline.benchmarks.load.LargeOrders;
import io.busline.benchmarks.load.Order;
import io.busline.codec.Codec;
import io.busline.json.JsonCodec;
import io.busline.protobuf.ProtobufCodec;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The codecs beside Jackson and protobuf-java used directly. */
public final class BareCodecs {
  private static final int TIMES = 200_000;
  private static final int FEW_TIMES = 20_000;

  private BareCodecs() {}

  public static List<Scenario> scenarios(Effort effort) {
    List<Scenario> rows = new ArrayList<>();
    rows.addAll(json("", Order.number(1), effort.events(TIMES)));
    rows.addAll(json(" of 16 KiB", LargeOrders.of(16 << 10).apply(1), effort.events(FEW_TIMES)));
    rows.addAll(protobuf(message(Order.number(1)), effort.events(TIMES)));
    return rows;
  }

  private static List<Scenario> json(String what, Order order, int times) {
    Codec codec = new JsonCodec();
    JsonMapper jackson = JsonMapper.builder().build();
    byte[] text = codec.encode(order);
    Scenario writing = row("Jackson writes" + what, times, () -> jackson.writeValueAsBytes(order));
    Scenario reading =
        row("Jackson reads" + what, times, () -> jackson.readValue(text, Order.class));
    return List.of(
        writing,
        row("Busline's codec writes JSON" + what, times, () -> codec.encode(order))
            .versus(writing.name()),
        reading,
        row("Busline's codec reads JSON" + what, times, () -> codec.decode(text, Order.class))
            .versus(reading.name()));
  }

  private static List<Scenario> protobuf(OrderMessage message, int times) {
    Codec codec = new ProtobufCodec();
    byte[] bytes = message.toByteArray();
    Scenario writing = row("protobuf-java writes", times, () -> fresh(message).toByteArray());
    Scenario reading = row("protobuf-java reads", times, () -> OrderMessage.parseFrom(bytes));
    return List.of(
        writing,
        row("Busline's codec writes Protobuf", times, () -> codec.encode(fresh(message)))
            .versus(writing.name()),
        reading,
        row("Busline's codec reads Protobuf", times, () -> codec.decode(bytes, OrderMessage.class))
            .versus(reading.name()));
  }

  @SuppressWarnings("JavaInstantGetSecondsGetNano") // The two are what a timestamp is made of.
  private static OrderMessage message(Order order) {
    return OrderMessage.newBuilder()
        .setOrderId(order.orderId())
        .setUserId(order.userId())
        .setAmount(order.amount().toPlainString())
        .setTimestamp(
            Timestamp.newBuilder()
                .setSeconds(order.timestamp().getEpochSecond())
                .setNanos(order.timestamp().getNano()))
        .build();
  }

  /** A message remembers its size once it was written; one that is published is new. */
  private static OrderMessage fresh(OrderMessage message) {
    return message.toBuilder().build();
  }

  @FunctionalInterface
  private interface Coding {
    Object run() throws Exception;
  }

  private static Scenario row(String name, int times, Coding coding) {
    return Scenario.of(
        name,
        Unit.NANOS,
        () ->
            () -> {
              int empty = 0;
              long start = System.nanoTime();
              for (int i = 0; i < times; i++) {
                // Looking at the result keeps the compiler from leaving out the work.
                empty += coding.run() == null ? 1 : 0;
              }
              return Sample.of((System.nanoTime() - start - empty) / (double) times);
            });
  }
}
