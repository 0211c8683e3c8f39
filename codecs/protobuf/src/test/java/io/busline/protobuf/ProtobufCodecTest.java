package io.busline.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.busline.codec.OwnClass;
import io.busline.error.ConfigurationException;
import io.busline.error.DecodingException;
import io.busline.error.EncodingException;
import io.busline.event.EventDefinition;
import io.busline.protobuf.shop.OrderCreated;
import io.busline.protobuf.shop.OrderCreatedV2;
import io.busline.protobuf.shop.PaymentCompleted;
import io.busline.protobuf.shop.PaymentCompletedV2;
import io.busline.protobuf.shop.TwoKeys;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtobufCodecTest {
  private static final OrderCreated ORDER =
      OrderCreated.newBuilder().setOrderId("o-1").setCents(4250).build();

  private final ProtobufCodec codec = new ProtobufCodec();

  @Test
  void a_message_comes_back() {
    assertThat(codec.decode(codec.encode(ORDER), OrderCreated.class)).isEqualTo(ORDER);
  }

  @Test
  void a_field_that_the_class_does_not_know_is_kept() throws Exception {
    var newer = OrderCreatedV2.newBuilder().setOrderId("o-1").setNote("gift").build();

    var older = codec.decode(codec.encode(newer), OrderCreated.class);

    assertThat(OrderCreatedV2.parseFrom(codec.encode(older))).isEqualTo(newer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/protobuf",
        "application/x-protobuf",
        "application/vnd.google.protobuf"
      })
  void every_name_of_the_media_type_is_read(String mediaType) {
    assertThat(codec.reads(mediaType)).isTrue();
  }

  @Test
  void the_type_and_the_schema_are_the_full_name_of_the_message() {
    assertThat(own(OrderCreated.class).type())
        .isEqualTo(EventDefinition.of("shop.v1.OrderCreated", OrderCreated.class).inVersion(1));
    assertThat(own(OrderCreated.class).key().apply(ORDER)).isEmpty();
    assertThat(codec.schema(OrderCreated.class))
        .contains("https://type.googleapis.com/shop.v1.OrderCreated");
    assertThat(codec.own(String.class)).isEmpty();
    assertThat(codec.schema(String.class)).isEmpty();
  }

  @Test
  void options_of_the_message_name_its_type_its_topic_and_its_key() {
    var payment = own(PaymentCompleted.class);

    assertThat(payment.type())
        .isEqualTo(
            EventDefinition.of("payment.completed", PaymentCompleted.class)
                .inTopic("money")
                .inVersion(1));
    assertThat(payment.key().apply(PaymentCompleted.newBuilder().setNumber(7).build()))
        .contains("7");
    assertThat(payment.key().apply(PaymentCompleted.getDefaultInstance())).isEmpty();
  }

  @Test
  void options_of_the_message_tell_its_version_and_former_names() {
    assertThat(own(PaymentCompletedV2.class).type())
        .isEqualTo(
            EventDefinition.of("payment.completed", PaymentCompletedV2.class)
                .inTopic("money")
                .inVersion(2)
                .withAliases(List.of("payment.done")));
  }

  @Test
  void a_message_has_one_key_at_most() {
    assertThatThrownBy(() -> codec.own(TwoKeys.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("shop.v1.TwoKeys must mark one field");
  }

  @Test
  void a_class_of_the_application_is_carried_by_way_of_a_message() {
    var carrying =
        codec.carrying(
            String.class,
            OrderCreated.class,
            id -> OrderCreated.newBuilder().setOrderId(id).build(),
            OrderCreated::getOrderId);

    assertThat(carrying.writes(String.class)).isTrue();
    assertThat(carrying.own(String.class)).isEmpty();
    assertThat(carrying.schema(String.class)).isEqualTo(codec.schema(OrderCreated.class));
    assertThat(carrying.decode(carrying.encode("o-1"), String.class)).isEqualTo("o-1");
    assertThat(carrying.decode(codec.encode(ORDER), String.class)).isEqualTo("o-1");
    assertThat(codec.writes(String.class)).isFalse();
  }

  @Test
  void a_class_that_refuses_a_message_gives_the_reason() {
    var refusing =
        codec.carrying(
            Integer.class,
            OrderCreated.class,
            number -> OrderCreated.getDefaultInstance(),
            order -> Integer.valueOf(order.getOrderId()));

    assertThatThrownBy(() -> refusing.decode(codec.encode(ORDER), Integer.class))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("could not be made into java.lang.Integer: For input string");
  }

  @Test
  void messages_64_deep_are_read_and_101_deep_are_not() {
    assertThat(codec.decode(nested(64), OrderCreated.class)).isNotNull();
    assertRefused(nested(65));
    assertRefused(nested(101));
  }

  @ParameterizedTest
  @ValueSource(ints = {65, 101, 1_000_000})
  void nested_groups_are_refused_without_a_stack_overflow(int depth) {
    var tags = new byte[depth];
    Arrays.fill(tags, (byte) (9 << 3 | 3));

    assertRefused(tags);
  }

  @Test
  void bytes_that_are_cut_off_are_refused() {
    byte[] bytes = codec.encode(ORDER);

    assertRefused(Arrays.copyOf(bytes, bytes.length - 1));
    assertRefused(Arrays.copyOf(bytes, 3));
  }

  @Test
  void what_no_message_holds_is_refused() {
    assertRefused((byte) 0x0A, (byte) 1, (byte) 0xFF); // not UTF-8
    assertRefused((byte) 0x0A, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 7);
    assertRefused((byte) 0x0C); // an end of a group that has no beginning
    assertRefused((byte) 0x00); // the field 0
    assertRefused((byte) 0x0F); // the wire type 7
    assertRefused((byte) 0xAC, (byte) 0xED, (byte) 0, (byte) 5); // an object of Java
    assertRefused((byte) 0x1F, (byte) 0x8B, (byte) 8, (byte) 0); // compressed
  }

  @Test
  void a_field_of_another_wire_type_is_an_unknown_field() {
    var read = codec.decode(new byte[] {0x08, 1}, OrderCreated.class);

    assertThat(read.getOrderId()).isEmpty();
    assertThat(codec.encode(read)).containsExactly(0x08, 1);
  }

  @Test
  void one_byte_beyond_the_limit_is_refused_on_both_sides() {
    int size = codec.encode(ORDER).length;
    var exact = codec.withMaxBytes(size);
    var small = codec.withMaxBytes(size - 1);

    assertThat(exact.decode(exact.encode(ORDER), OrderCreated.class)).isEqualTo(ORDER);
    assertThatThrownBy(() -> small.encode(ORDER))
        .isInstanceOf(EncodingException.class)
        .hasMessageContaining("raise maxBytes");
    assertThatThrownBy(() -> small.decode(codec.encode(ORDER), OrderCreated.class))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("are allowed");
  }

  @Test
  void a_class_that_is_not_generated_is_refused_with_the_remedy() {
    assertThatThrownBy(() -> codec.decode(new byte[0], String.class))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("byte[].class");
  }

  private OwnClass own(Class<?> dataClass) {
    return codec.own(dataClass).orElseThrow();
  }

  private byte[] nested(int depth) {
    var order = ORDER;
    for (int i = 0; i < depth; i++) {
      order = OrderCreated.newBuilder().setReplaces(order).build();
    }
    return order.toByteArray();
  }

  private void assertRefused(byte... bytes) {
    assertThatThrownBy(() -> codec.decode(bytes, OrderCreated.class))
        .isInstanceOf(DecodingException.class);
  }
}
