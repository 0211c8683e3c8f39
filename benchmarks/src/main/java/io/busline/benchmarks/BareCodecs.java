package io.busline.benchmarks;

import com.google.protobuf.Timestamp;
import io.busline.codec.Codec;
import io.busline.json.JsonCodec;
import io.busline.protobuf.ProtobufCodec;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The codecs beside Jackson and protobuf-java used directly. */
final class BareCodecs {
  private static final int TIMES = 200_000;

  private BareCodecs() {}

  static List<Scenario> scenarios(Effort effort) {
    Codec json = new JsonCodec();
    JsonMapper jackson = JsonMapper.builder().build();
    Order order = Order.number(1);
    byte[] text = json.encode(order);
    Codec protobuf = new ProtobufCodec();
    OrderMessage message = message(order);
    byte[] bytes = message.toByteArray();
    return List.of(
        row(effort, "Jackson writes", () -> jackson.writeValueAsBytes(order)),
        row(effort, "Busline's codec writes JSON", () -> json.encode(order))
            .versus("Jackson writes"),
        row(effort, "Jackson reads", () -> jackson.readValue(text, Order.class)),
        row(effort, "Busline's codec reads JSON", () -> json.decode(text, Order.class))
            .versus("Jackson reads"),
        row(effort, "protobuf-java writes", () -> fresh(message).toByteArray()),
        row(effort, "Busline's codec writes Protobuf", () -> protobuf.encode(fresh(message)))
            .versus("protobuf-java writes"),
        row(effort, "protobuf-java reads", () -> OrderMessage.parseFrom(bytes)),
        row(
                effort,
                "Busline's codec reads Protobuf",
                () -> protobuf.decode(bytes, OrderMessage.class))
            .versus("protobuf-java reads"));
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

  private static Scenario row(Effort effort, String name, Coding coding) {
    int times = effort.events(TIMES);
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
