package io.busline.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.Value;
import io.busline.error.EncodingException;
import io.busline.protobuf.shop.OrderCreated;
import io.busline.protobuf.shop.Parcel;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written can be read: each limit of reading is one of writing. */
class WritingLimitsTest {
  private final ProtobufCodec codec = new ProtobufCodec();

  private static OrderCreated nested(int levels) {
    OrderCreated order = OrderCreated.newBuilder().setOrderId("o-1").build();
    for (int i = 0; i < levels; i++) {
      order = OrderCreated.newBuilder().setReplaces(order).build();
    }
    return order;
  }

  private void assertRefused(Object message, String reason) {
    assertThatThrownBy(() -> codec.encode(message))
        .isInstanceOf(EncodingException.class)
        .hasMessageStartingWith(message.getClass().getName())
        .hasMessageContaining(reason);
  }

  @Test
  void as_many_levels_are_written_as_are_read() {
    assertThat(codec.decode(codec.encode(nested(64)), OrderCreated.class)).isEqualTo(nested(64));
    assertRefused(nested(65), "nobody could read it");
    assertRefused(nested(80), "too many levels");
  }

  @Test
  void levels_of_values_that_hold_one_another_count() {
    Value value = Value.newBuilder().setStringValue("x").build();
    for (int i = 0; i < 40; i++) {
      value = Value.newBuilder().setListValue(ListValue.newBuilder().addValues(value)).build();
    }

    assertRefused(Struct.newBuilder().putFields("deep", value).build(), "too many levels");
  }

  @Test
  void levels_of_fields_that_the_class_does_not_know_count() {
    UnknownFieldSet group = UnknownFieldSet.getDefaultInstance();
    for (int i = 0; i < 80; i++) {
      group =
          UnknownFieldSet.newBuilder()
              .addField(9, UnknownFieldSet.Field.newBuilder().addGroup(group).build())
              .build();
    }

    assertRefused(OrderCreated.newBuilder().setUnknownFields(group).build(), "too many levels");
  }

  @Test
  void so_many_fields_that_reading_is_dear_are_not_written() {
    Parcel empty = Parcel.getDefaultInstance();

    assertThat(codec.encode(parcel(empty, 2_000))).isNotEmpty();
    assertRefused(parcel(empty, 200_000), "so many fields");
  }

  private static Parcel parcel(Parcel inside, int count) {
    return Parcel.newBuilder().addAllInside(Collections.nCopies(count, inside)).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\uD800", "a\uDC00b", "\uDE00\uD83D", "?\uD800"})
  void half_a_surrogate_pair_is_refused(String text) {
    assertRefused(
        OrderCreated.newBuilder().setOrderId(text).build(), "shop.v1.OrderCreated.order_id");
    assertRefused(
        OrderCreated.newBuilder().setReplaces(OrderCreated.newBuilder().setOrderId(text)).build(),
        "half a surrogate pair");
    assertRefused(Parcel.newBuilder().addNotes("ok").addNotes(text).build(), "notes");
    assertRefused(
        Struct.newBuilder().putFields(text, Value.getDefaultInstance()).build(),
        "half a surrogate pair");
  }

  @Test
  void any_other_text_comes_back() {
    Parcel parcel = Parcel.newBuilder().addNotes("what? \uD83D\uDE00 ü?").build();

    assertThat(codec.decode(codec.encode(parcel), Parcel.class)).isEqualTo(parcel);
  }

  @Test
  void only_generated_classes_and_those_that_are_carried_can_be_read() {
    var carrying =
        codec.carrying(
            String.class,
            OrderCreated.class,
            id -> OrderCreated.newBuilder().setOrderId(id).build(),
            OrderCreated::getOrderId);

    assertThat(codec.unreadable(OrderCreated.class)).isEmpty();
    assertThat(carrying.unreadable(String.class)).isEmpty();
    assertThat(codec.unreadable(String.class)).get().asString().contains("not a generated message");
  }
}
