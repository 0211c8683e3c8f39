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
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A message takes a bounded amount of memory, whatever is in it. */
class ProtobufLimitsTest {
  private static final int BYTES = 1 << 20;
  private static final int FIELDS = 1 << 15;
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
  void fields_end_at_32768() {
    assertThat(codec.decode(message(FIELDS, ProtobufLimitsTest::unknown), Parcel.class))
        .isNotNull();
    assertThatThrownBy(
            () -> codec.decode(message(FIELDS + 1, ProtobufLimitsTest::unknown), Parcel.class))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("has more than 32768 fields. Publish less, or raise maxBytes");
  }

  private static void unknown(CodedOutputStream out, int index) throws IOException {
    out.writeUInt32(9, 1);
  }

  private static void group(CodedOutputStream out, int number) throws IOException {
    out.writeTag(number, WireFormat.WIRETYPE_START_GROUP);
    out.writeTag(number, WireFormat.WIRETYPE_END_GROUP);
  }

  @Test
  void fields_of_messages_within_count() {
    assertThat(codec.decode(around(parcelOf(FIELDS - 1)), Parcel.class).getInsideCount())
        .isEqualTo(1);
    assertRefused(around(parcelOf(FIELDS)));
  }

  private static Parcel parcelOf(int notes) {
    return Parcel.newBuilder().addAllNotes(Collections.nCopies(notes, "")).build();
  }

  private static byte[] around(Parcel parcel) {
    return Parcel.newBuilder().addInside(parcel).build().toByteArray();
  }

  @Test
  void groups_count() {
    assertRefused(message(FIELDS + 1, (out, i) -> group(out, 9)));
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
    byte[] twice = message(2 * FIELDS, ProtobufLimitsTest::unknown);

    assertRefused(twice);
    assertThat(codec.withMaxBytes(2 * BYTES).decode(twice, Parcel.class)).isNotNull();
  }

  private void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> codec.decode(bytes, Parcel.class))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("fields");
  }

  static Stream<Arguments> costly() {
    return Stream.of(
        arguments(
            "numbers of no known field", message(FIELDS, (out, i) -> out.writeUInt32(9 + i, 1))),
        arguments("one unknown field", message(FIELDS, ProtobufLimitsTest::unknown)),
        arguments("unknown groups", message(FIELDS, (out, i) -> group(out, 9 + i))),
        arguments("empty messages", message(FIELDS, (out, i) -> out.writeMessage(2, EMPTY))),
        arguments("short texts", message(FIELDS, (out, i) -> out.writeString(1, "x"))),
        arguments(
            "one long text", message(1, (out, i) -> out.writeString(1, "x".repeat(BYTES - 8)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("costly")
  void reading_takes_at_most_16_times_what_may_be_sent(String shape, byte[] bytes) {
    codec.decode(bytes, Parcel.class);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    Parcel parcel = codec.decode(bytes, Parcel.class);

    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(allocated).as("bytes to read %d", bytes.length).isLessThan(16L * BYTES);
    assertThat(parcel.getSerializedSize()).as(shape).isEqualTo(bytes.length);
  }
}
