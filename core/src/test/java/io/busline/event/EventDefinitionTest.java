package io.busline.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.busline.error.ConfigurationException;
import io.busline.error.InvalidEventException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventDefinitionTest {

  @io.busline.annotation.EventType("order.created")
  record OrderCreated() {}

  @io.busline.annotation.EventType(value = "order.item.added", topic = "shop")
  record ItemAdded() {}

  @io.busline.annotation.EventType(
      value = "parcel.sent",
      version = 3,
      aliases = "shipping.parcel.sent")
  record Renamed() {}

  @io.busline.annotation.EventType(value = "parcel.sent", version = 0)
  record Nought() {}

  @io.busline.annotation.EventType("order.*")
  record Wrong() {}

  @ParameterizedTest
  @CsvSource({"order.created, order", "order.item.added, order.item", "ping, ping"})
  void the_default_topic_is_the_name_without_its_last_segment(String name, String topic) {
    assertThat(EventDefinition.of(name, String.class).topic()).isEqualTo(topic);
  }

  @Test
  void an_annotation_names_the_type_and_may_name_the_topic() {
    assertThat(EventDefinition.of(OrderCreated.class))
        .isEqualTo(EventDefinition.of("order.created", OrderCreated.class));
    assertThat(EventDefinition.of(ItemAdded.class).topic()).isEqualTo("shop");
  }

  @Test
  void an_annotation_may_tell_the_version_and_former_names() {
    EventDefinition<Renamed> type = EventDefinition.of(Renamed.class);

    assertThat(type.version()).isEqualTo(3);
    assertThat(type.byEachName())
        .extracting(EventDefinition::name, EventDefinition::topic)
        .containsExactly(
            tuple("parcel.sent", "parcel"), tuple("shipping.parcel.sent", "shipping.parcel"));
    assertThat(type.inTopic("post").byEachName()).allMatch(name -> name.topic().equals("post"));
    assertThat(EventDefinition.of("parcel.sent", Renamed.class)).isEqualTo(type);
    assertThat(EventDefinition.of("parcel.lost", Renamed.class).version())
        .isEqualTo(EventDefinition.ANY_VERSION);
  }

  @Test
  void versions_begin_at_1() {
    assertThatThrownBy(() -> EventDefinition.of(Nought.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("the first is 1");
    assertThatThrownBy(() -> EventDefinition.of("a.b", String.class).inVersion(-1))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void a_class_without_annotation_is_refused_with_the_remedy() {
    assertThatThrownBy(() -> EventDefinition.of(String.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("java.lang.String has no @EventType")
        .hasMessageContaining("Annotate the class");
  }

  @Test
  void an_annotation_outside_the_grammar_is_refused() {
    assertThatThrownBy(() -> EventDefinition.of(Wrong.class))
        .isInstanceOf(InvalidEventException.class);
  }

  @Test
  void a_start_position_says_what_it_is() {
    assertThat(StartPosition.earliest()).hasToString("earliest");
    assertThat(StartPosition.latest()).hasToString("latest");
    assertThat(StartPosition.at(Instant.EPOCH)).hasToString("1970-01-01T00:00:00Z");
  }
}
