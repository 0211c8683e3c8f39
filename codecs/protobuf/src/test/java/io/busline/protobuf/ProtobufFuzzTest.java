package io.busline.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.error.DecodingException;
import io.busline.protobuf.shop.OrderCreated;
import io.busline.protobuf.shop.Parcel;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decoding ends in a message or in a DecodingException, whatever the bytes are. */
class ProtobufFuzzTest {
  private static final int TIMES = 5_000;

  private final ProtobufCodec codec = new ProtobufCodec();
  private final ProtobufEventFormat format = new ProtobufEventFormat();

  /**
   * Always the same; with {@code -Dfuzz.seconds=N}, new ones for so long. A test names its seed.
   */
  static LongStream seeds() {
    long seconds = Long.getLong("fuzz.seconds", 0);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    return seconds == 0
        ? LongStream.of(1, 2, 3)
        : new Random().longs().takeWhile(seed -> System.nanoTime() - end < 0);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void only_decoding_exceptions_are_thrown(long seed) {
    var random = new Random(seed);
    byte[] order = codec.encode(OrderCreated.newBuilder().setOrderId("o-1").setCents(4250).build());
    byte[] parcel =
        codec.encode(
            Parcel.newBuilder()
                .addNotes("fragile")
                .addInside(Parcel.newBuilder().addNotes("ü"))
                .build());
    byte[] list = codec.encode(listOf(1_000));
    byte[] event = format.write(Events.full());
    int refused = 0;
    for (int i = 0; i < TIMES; i++) {
      refused += isRefused(() -> codec.decode(mutated(order, random), OrderCreated.class)) ? 1 : 0;
      refused += isRefused(() -> codec.decode(mutated(parcel, random), Parcel.class)) ? 1 : 0;
      if (i % 50 == 0) {
        isRefused(() -> codec.decode(mutated(list, random), Parcel.class));
      }
      isRefused(() -> format.read(mutated(event, random)));
      isRefused(() -> format.readBatch(mutated(event, random)));
    }
    assertThat(refused).isBetween(1, 2 * TIMES - 1);
  }

  /** Large enough for its cost to be added up before it is parsed. */
  private static Parcel listOf(int parcels) {
    Parcel inside = Parcel.newBuilder().addNotes("fragile").build();
    return Parcel.newBuilder().addAllInside(Collections.nCopies(parcels, inside)).build();
  }

  private static boolean isRefused(Runnable reading) {
    try {
      reading.run();
      return false;
    } catch (DecodingException e) {
      assertThat(e.getMessage()).hasSizeLessThan(1_000);
      return true;
    }
  }

  private static byte[] mutated(byte[] seed, Random random) {
    byte[] bytes = Arrays.copyOf(seed, Math.max(1, seed.length - random.nextInt(3)));
    for (int changes = random.nextInt(3); changes >= 0; changes--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
