package io.busline.benchmarks;

import io.busline.codec.Codec;
import io.busline.json.JsonCodec;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** The JSON codec beside Jackson used directly. */
final class BareJson {
  private static final int TIMES = 200_000;

  private BareJson() {}

  static List<Scenario> scenarios(Effort effort) {
    Codec codec = new JsonCodec();
    JsonMapper jackson = JsonMapper.builder().build();
    Order order = Order.number(1);
    byte[] json = codec.encode(order);
    return List.of(
        row(effort, "Jackson writes", () -> jackson.writeValueAsBytes(order)),
        row(effort, "Busline's codec writes", () -> codec.encode(order)).versus("Jackson writes"),
        row(effort, "Jackson reads", () -> jackson.readValue(json, Order.class)),
        row(effort, "Busline's codec reads", () -> codec.decode(json, Order.class))
            .versus("Jackson reads"));
  }

  @FunctionalInterface
  private interface Work {
    Object run() throws Exception;
  }

  private static Scenario row(Effort effort, String name, Work work) {
    int times = effort.events(TIMES);
    return Scenario.of(
        name,
        Unit.NANOS,
        () ->
            () -> {
              int unequal = 0;
              long start = System.nanoTime();
              for (int i = 0; i < times; i++) {
                // Using the result keeps the compiler from leaving out the work.
                unequal += work.run().hashCode() == 0 ? 1 : 0;
              }
              return Sample.of((System.nanoTime() - start - unequal) / (double) times);
            });
  }
}
