package io.busline.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.busline.error.DecodingException;
import io.busline.json.JsonCodec;
import io.busline.schema.Effect.Impact;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of properties, against what JsonCodec does with data of both versions. */
class JsonObjectsTest {
  record Order(String id) {}

  record WithCount(String id, int count) {}

  record WithBoxedCount(String id, Integer count) {}

  record WithOptional(String id, Optional<String> note) {}

  record WithRequired(String id, @JsonProperty(required = true) String note) {}

  record WithNote(String id, String note) {}

  record Renamed(String number) {}

  record RenamedWithAlias(@JsonAlias("id") String number) {}

  record RenamedInJava(@JsonProperty("id") String number) {}

  record Knowing(@JsonAlias("number") String id) {}

  record Wrapped(@JsonValue String id) {}

  record HoldsWrapped(Wrapped id) {}

  record Lines(List<Line> lines) {}

  record Line(int count) {}

  record LongLines(Map<String, List<LongLine>> named, List<LongLine> lines) {}

  record LongLine(long count) {}

  record Tree(Integer value, List<Tree> children) {}

  record TextTree(String value, List<TextTree> children) {}

  static final class Bean {
    private int count;
    private String id = "";

    public int getCount() {
      return count;
    }

    public void setCount(int count) {
      this.count = count;
    }

    public String getId() {
      return id;
    }

    public void setId(String id) {
      this.id = id;
    }

    public String getDerived() {
      return id + count;
    }

    @JsonIgnore
    public String getSecret() {
      return "";
    }
  }

  static final class Created {
    @JsonProperty final int count;

    @JsonCreator
    Created(@JsonProperty("count") int count) {
      this.count = count;
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes(@JsonSubTypes.Type(value = Card.class, name = "card"))
  sealed interface Payment permits Card {}

  record Card(String number) implements Payment {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = NewCard.class, name = "card"),
    @JsonSubTypes.Type(value = Cash.class, name = "cash")
  })
  sealed interface NewPayment permits NewCard, Cash {}

  record NewCard(String number, int month) implements NewPayment {}

  record Cash() implements NewPayment {}

  record Paid(Payment by) {}

  record NewlyPaid(NewPayment by) {}

  private static final List<Object> DATA =
      List.of(
          new Order("o-1"),
          new WithCount("o-1", 1),
          new WithBoxedCount("o-1", null),
          new WithOptional("o-1", Optional.empty()),
          new WithRequired("o-1", "note"),
          new WithNote("o-1", null),
          new Renamed("o-1"),
          new RenamedWithAlias("o-1"),
          new RenamedInJava("o-1"),
          new Knowing("o-1"),
          new HoldsWrapped(new Wrapped("o-1")),
          new Lines(List.of(new Line(1))),
          new LongLines(Map.of(), List.of(new LongLine(Long.MAX_VALUE))),
          new Tree(1, List.of(new Tree(2, List.of()))),
          new TextTree("one", List.of()),
          new Bean(),
          new Created(1),
          new Paid(new Card("1")),
          new NewlyPaid(new NewCard("1", 2)),
          new NewlyPaid(new Cash()));

  private final JsonCodec codec = new JsonCodec();

  static Stream<Arguments> pairs() {
    return Stream.of(
            List.of(Order.class, WithCount.class),
            List.of(Order.class, WithBoxedCount.class),
            List.of(Order.class, WithOptional.class),
            List.of(Order.class, WithRequired.class),
            List.of(Order.class, WithNote.class),
            List.of(WithCount.class, WithBoxedCount.class),
            List.of(WithRequired.class, WithNote.class),
            List.of(Order.class, Renamed.class),
            List.of(Order.class, RenamedWithAlias.class),
            List.of(Order.class, RenamedInJava.class),
            List.of(Order.class, HoldsWrapped.class),
            List.of(Knowing.class, Renamed.class),
            List.of(Knowing.class, RenamedWithAlias.class),
            List.of(Lines.class, LongLines.class),
            List.of(Tree.class, TextTree.class),
            List.of(Bean.class, Order.class),
            List.of(Bean.class, WithCount.class),
            List.of(Created.class, Order.class),
            List.of(Paid.class, NewlyPaid.class))
        .map(List::toArray)
        .map(Arguments::of);
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void what_is_said_of_both_sides_is_what_the_codec_does(Class<?> old, Class<?> now) {
    Comparison comparison = comparison(old, now);

    assertThat(comparison.oldReaders() != Impact.BREAKS).as("old").isEqualTo(reads(old, now));
    assertThat(comparison.newReaders() != Impact.BREAKS).as("new").isEqualTo(reads(now, old));
    Comparison reverse = comparison(now, old);
    assertThat(reverse.newReaders() != Impact.BREAKS).isEqualTo(reads(old, now));
    assertThat(reverse.oldReaders() != Impact.BREAKS).isEqualTo(reads(now, old));
  }

  @Test
  void a_primitive_that_old_events_lack_breaks_a_record_and_not_a_bean() {
    assertThat(changes(Order.class, WithCount.class))
        .containsExactly("count: int added | ignore it | refuse: it is missing");
    assertThat(changes(Order.class, Bean.class))
        .containsExactly(
            "count: int added | ignore it | keep their default",
            "derived: String added | ignore it | see no difference");
  }

  @Test
  void what_is_removed_deserves_a_look_because_readers_were_always_given_it() {
    Change change = comparison(WithNote.class, Order.class).changes().get(0);

    assertThat(change.oldReaders()).isEqualTo(new Effect(Impact.CAUTION, "get null"));
    assertThat(change.newReaders().impact()).isEqualTo(Impact.FINE);
    assertThat(codec.decode(codec.encode(new Order("1")), WithNote.class).note()).isNull();
  }

  @Test
  void a_rename_is_one_change_if_an_alias_tells_of_it() {
    assertThat(changes(Order.class, RenamedWithAlias.class))
        .containsExactly("id: renamed to number | get null | know the alias");
    assertThat(changes(Knowing.class, Renamed.class))
        .containsExactly("id: renamed to number | know the name | get null");
  }

  @Test
  void a_name_that_only_java_sees_does_not_travel() {
    assertThat(changes(Order.class, RenamedInJava.class)).isEmpty();
    assertThat(changes(Order.class, HoldsWrapped.class)).isEmpty();
  }

  @Test
  void a_place_is_named_by_its_path() {
    assertThat(changes(Lines.class, LongLines.class))
        .containsExactly(
            "lines[].count: int is now long | refuse large numbers | see no difference",
            "named: map of list of LongLine added | ignore it | get null");
    assertThat(changes(Paid.class, NewlyPaid.class))
        .containsExactly(
            "by: subtype added cash | refuse cash | see no difference",
            "by(card).month: int added | ignore it | refuse: it is missing");
  }

  @Test
  void a_class_that_holds_itself_is_compared_once() {
    assertThat(changes(Tree.class, TextTree.class))
        .containsExactly("value: Integer is now String | refuse it | refuse it");
  }

  private boolean reads(Class<?> reader, Class<?> writer) {
    return DATA.stream()
        .filter(writer::isInstance)
        .map(codec::encode)
        .allMatch(document -> reads(reader, document));
  }

  private boolean reads(Class<?> reader, byte[] document) {
    try {
      codec.decode(document, reader);
      return true;
    } catch (DecodingException e) {
      return false;
    }
  }

  private static List<String> changes(Class<?> old, Class<?> now) {
    return comparison(old, now).changes().stream()
        .map(
            c ->
                "%s: %s | %s | %s"
                    .formatted(c.where(), c.what(), c.oldReaders().text(), c.newReaders().text()))
        .toList();
  }

  private static Comparison comparison(Class<?> old, Class<?> now) {
    ShapeReader shapes = new ShapeReader();
    List<Change> changes = new ArrayList<>();
    new ShapeComparison(shapes::properties, shapes::properties, changes)
        .compare("", shapes.shape(old), shapes.shape(now));
    return new Comparison(changes);
  }
}
