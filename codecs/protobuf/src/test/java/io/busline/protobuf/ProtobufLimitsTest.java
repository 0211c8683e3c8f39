package io.busline.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import com.sun.management.ThreadMXBean;
import io.busline.error.DecodingException;
import io.busline.protobuf.shop.Parcel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A message takes a bounded amount of memory, whatever is in it. */
class ProtobufLimitsTest {
  private static final int BYTES = 1 << 20;
  private static final Parcel EMPTY = Parcel.getDefaultInstance();

  private final ProtobufCodec codec = new ProtobufCodec();

  /** Writes one field of a message. */
  private interface Field {
    void write(CodedOutputStream out, int index) throws IOException;
  }

  private static byte[] message(int fields, Field field) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      for (int i = 0; i < fields; i++) {
        field.write(out, i);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void a_message_may_cost_2_mib_or_16_times_its_bytes() {
    assertThat(codec.decode(message(3_000, ProtobufLimitsTest::another), Parcel.class)).isNotNull();
    assertThatThrownBy(
            () -> codec.decode(message(5_000, ProtobufLimitsTest::another), Parcel.class))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("takes more than 16 times as much memory. Publish less, or raise");
  }

  @Test
  void a_long_list_is_read_though_each_has_a_field_that_the_class_does_not_know() {
    assertThat(decoded(2_000, "x").getInsideCount()).isEqualTo(2_000);
    assertThat(decoded(13_000, "x".repeat(70)).getInsideCount()).isEqualTo(13_000);
  }

  private Parcel decoded(int items, String note) {
    byte[] item =
        message(
            1,
            (out, i) -> {
              out.writeString(1, note);
              out.writeUInt32(9, 1);
            });
    return codec.decode(message(items, (out, i) -> out.writeByteArray(2, item)), Parcel.class);
  }

  private static void another(CodedOutputStream out, int index) throws IOException {
    out.writeUInt32(9 + index, 1);
  }

  private static void unknown(CodedOutputStream out, int index) throws IOException {
    out.writeUInt32(9, 1);
  }

  private static void group(CodedOutputStream out, int number) throws IOException {
    out.writeTag(number, WireFormat.WIRETYPE_START_GROUP);
    out.writeTag(number, WireFormat.WIRETYPE_END_GROUP);
  }

  @Test
  void fields_of_messages_and_groups_within_count() {
    byte[] many = message(5_000, ProtobufLimitsTest::another);

    assertRefused(message(1, (out, i) -> out.writeByteArray(2, many)));
    assertRefused(
        message(
            1,
            (out, i) -> {
              out.writeTag(9, WireFormat.WIRETYPE_START_GROUP);
              out.writeRawBytes(many);
              out.writeTag(9, WireFormat.WIRETYPE_END_GROUP);
            }));
  }

  @Test
  void text_that_looks_like_fields_does_not_count() {
    byte[] text = new byte[BYTES - 8];
    Arrays.fill(text, (byte) 8);

    Parcel parcel = Parcel.newBuilder().addNotesBytes(ByteString.copyFrom(text)).build();

    assertThat(codec.decode(parcel.toByteArray(), Parcel.class)).isEqualTo(parcel);
  }

  @Test
  void a_codec_for_larger_messages_takes_more_fields() {
    byte[] fields = message(5_000, ProtobufLimitsTest::another);

    assertRefused(fields);
    assertThat(codec.withMaxBytes(2 * BYTES).decode(fields, Parcel.class)).isNotNull();
  }

  private void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> codec.decode(bytes, Parcel.class))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("so many fields");
  }

  static Stream<Arguments> costly() {
    byte[] odd = message(1, ProtobufLimitsTest::unknown);
    byte[] item =
        message(
            1,
            (out, i) -> {
              out.writeString(1, "abcdef");
              out.writeUInt32(9, 1);
            });
    return Stream.of(
        shape("numbers of no known field", ProtobufLimitsTest::another),
        shape("texts of no known field", (out, i) -> out.writeString(9 + i, "")),
        shape("unknown groups", (out, i) -> group(out, 9 + i)),
        shape("one unknown field", ProtobufLimitsTest::unknown),
        shape("one unknown group", (out, i) -> group(out, 9)),
        shape("two unknown fields by turns", (out, i) -> out.writeUInt32(9 + i % 2, 1)),
        shape("empty messages", (out, i) -> out.writeMessage(2, EMPTY)),
        shape("messages with an unknown field", (out, i) -> out.writeByteArray(2, odd)),
        shape("messages with text and another", (out, i) -> out.writeByteArray(2, item)),
        shape("empty texts", (out, i) -> out.writeString(1, "")),
        shape("short texts", (out, i) -> out.writeString(1, "x")),
        shape("texts", (out, i) -> out.writeString(1, "für Zoë")),
        arguments("a long text", (Field) (out, i) -> out.writeString(1, "ü".repeat(BYTES / 4)), 1));
  }

  private static Arguments shape(String name, Field field) {
    return arguments(name, field, BYTES / 2);
  }

  /** From a few bytes up to 1 MiB, read or refused. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("costly")
  void reading_takes_at_most_16_times_the_bytes_or_2_mib(String shape, Field field, int most) {
    for (int fields = 1; fields <= most; fields *= 2) {
      byte[] bytes = message(fields, field);
      if (bytes.length <= BYTES) {
        read(bytes);

        assertThat(allocated(bytes))
            .as("reading %d bytes", bytes.length)
            .isLessThanOrEqualTo(Math.max(2L * BYTES, 16L * bytes.length));
      }
    }
  }

  private long allocated(byte[] bytes) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    read(bytes);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private void read(byte[] bytes) {
    try {
      assertThat(codec.decode(bytes, Parcel.class).getSerializedSize()).isEqualTo(bytes.length);
    } catch (DecodingException e) {
      assertThat(e).hasMessageContaining("so many fields");
    }
  }
}
