package io.busline.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;
import io.busline.error.DecodingException;
import io.busline.event.Event;
import io.busline.protobuf.wire.CloudEvent;
import io.busline.protobuf.wire.CloudEvent.Attribute;
import io.busline.protobuf.wire.CloudEvent.CloudEventAttributeValue;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProtobufEventFormatTest {
  private final ProtobufEventFormat format = new ProtobufEventFormat();

  static List<Event<byte[]>> events() {
    return List.of(
        Events.minimal("").build(),
        Events.minimal("abc").build(),
        Events.full(),
        Events.minimal("\u00E9").dataContentType("text/plain; charset=UTF-8").build(),
        Events.minimal("x").dataContentType("text/plain; charset=latin1").build(),
        Events.minimal("")
            .dataContentType("application/protobuf")
            .dataSchema("https://type.googleapis.com/shop.v1.OrderCreated")
            .build());
  }

  static List<Named<Consumer<CloudEvent.Builder>>> invalidEvents() {
    return List.of(
        invalid("no id", e -> e.clearId()),
        invalid("no source", e -> e.clearSource()),
        invalid("no type", e -> e.clearType()),
        invalid("no specversion", e -> e.clearSpecVersion()),
        invalid("an unknown specversion", e -> e.setSpecVersion("0.9")),
        invalid("an integer for subject", e -> e.addAttributes(attribute("subject", integer()))),
        invalid("an integer for time", e -> e.addAttributes(attribute("time", integer()))),
        invalid(
            "an integer for dataschema", e -> e.addAttributes(attribute("dataschema", integer()))),
        invalid(
            "an integer for content type",
            e -> e.addAttributes(attribute("datacontenttype", integer()))),
        invalid("garbage for time", e -> e.addAttributes(attribute("time", text("now")))),
        invalid("an empty subject", e -> e.addAttributes(attribute("subject", text("")))),
        invalid(
            "an empty content type", e -> e.addAttributes(attribute("datacontenttype", text("")))),
        invalid("no media type", e -> e.addAttributes(attribute("datacontenttype", text("json")))),
        invalid("an empty dataschema", e -> e.addAttributes(attribute("dataschema", text("")))),
        invalid("a capital", e -> e.addAttributes(attribute("Ext", text("a")))),
        invalid("punctuation", e -> e.addAttributes(attribute("an-ext", text("a")))),
        invalid("a core attribute in the map", e -> e.addAttributes(attribute("id", text("2")))),
        invalid(
            "no value",
            e -> e.addAttributes(attribute("ext", CloudEventAttributeValue.getDefaultInstance()))),
        invalid("nanoseconds", e -> e.addAttributes(attribute("time", time(0, -1)))),
        invalid(
            "a year beyond 9999", e -> e.addAttributes(attribute("time", time(Long.MAX_VALUE, 0)))),
        invalid("an Any without a type", e -> e.setProtoData(Any.getDefaultInstance())));
  }

  @ParameterizedTest
  @MethodSource("events")
  void an_event_comes_back(Event<byte[]> event) {
    assertThat(format.read(format.write(event))).isEqualTo(event);
  }

  @Test
  void a_batch_comes_back() {
    assertThat(format.readBatch(format.writeBatch(events()))).isEqualTo(events());
    assertThat(format.readBatch(new byte[0])).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("invalidEvents")
  void an_invalid_event_is_refused(Consumer<CloudEvent.Builder> change) {
    var message = valid();
    change.accept(message);

    assertThatThrownBy(() -> format.read(message.build().toByteArray()))
        .isInstanceOf(DecodingException.class);
  }

  @Test
  void protobuf_data_is_an_any_with_the_type_url_of_its_schema() throws Exception {
    var event =
        Events.minimal("abc")
            .dataContentType("application/protobuf")
            .dataSchema("https://type.googleapis.com/shop.v1.OrderCreated")
            .build();

    var message = CloudEvent.parseFrom(format.write(event));

    assertThat(message.getProtoData().getTypeUrl())
        .isEqualTo("type.googleapis.com/shop.v1.OrderCreated");
    assertThat(format.read(message.toByteArray())).isEqualTo(event);
  }

  @Test
  void a_hostile_type_url_is_text_and_nothing_else() {
    var any = Any.newBuilder().setTypeUrl("evil.example/java.lang.Runtime");

    var event = format.read(valid().setProtoData(any).build().toByteArray());

    assertThat(event.dataSchema()).contains("https://evil.example/java.lang.Runtime");
    assertThat(event.data()).isEmpty();
  }

  @Test
  void every_type_of_extension_becomes_its_canonical_text() {
    var message =
        valid()
            .addAttributes(
                attribute("bool", CloudEventAttributeValue.newBuilder().setCeBoolean(true).build()))
            .addAttributes(attribute("int", integer()))
            .addAttributes(
                attribute("uri", CloudEventAttributeValue.newBuilder().setCeUri("a:b").build()))
            .addAttributes(
                attribute("ref", CloudEventAttributeValue.newBuilder().setCeUriRef("#b").build()))
            .addAttributes(attribute("at", time(0, 0)));

    assertThat(format.read(message.build().toByteArray()).extensions())
        .containsEntry("bool", "true")
        .containsEntry("int", "7")
        .containsEntry("uri", "a:b")
        .containsEntry("ref", "#b")
        .containsEntry("at", "1970-01-01T00:00:00Z");
  }

  private static CloudEvent.Builder valid() {
    return CloudEvent.newBuilder().setId("1").setSource("s").setType("a.b").setSpecVersion("1.0");
  }

  private static Named<Consumer<CloudEvent.Builder>> invalid(
      String name, Consumer<CloudEvent.Builder> change) {
    return Named.of(name, change);
  }

  private static Attribute attribute(String name, CloudEventAttributeValue value) {
    return Attribute.newBuilder().setKey(name).setValue(value).build();
  }

  private static CloudEventAttributeValue integer() {
    return CloudEventAttributeValue.newBuilder().setCeInteger(7).build();
  }

  private static CloudEventAttributeValue text(String value) {
    return CloudEventAttributeValue.newBuilder().setCeString(value).build();
  }

  private static CloudEventAttributeValue time(long seconds, int nanos) {
    return CloudEventAttributeValue.newBuilder()
        .setCeTimestamp(Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos))
        .build();
  }

  @Test
  void an_extension_of_others_may_have_a_longer_name() {
    var format = new ProtobufEventFormat();
    var message =
        CloudEvent.newBuilder()
            .setSpecVersion("1.0")
            .setId("1")
            .setSource("s")
            .setType("a.b")
            .addAttributes(
                CloudEvent.Attribute.newBuilder()
                    .setKey("knativekafkapartition")
                    .setValue(CloudEvent.CloudEventAttributeValue.newBuilder().setCeInteger(3)))
            .build();

    Event<byte[]> event = format.read(message.toByteArray());

    assertThat(event.extensions()).containsEntry("knativekafkapartition", "3");
    assertThat(format.read(format.write(event))).isEqualTo(event);
  }
}
