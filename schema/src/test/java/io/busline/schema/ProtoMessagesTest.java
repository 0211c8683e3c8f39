package io.busline.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.TextFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of messages, beside what Protobuf makes of them where that is not plain. */
class ProtoMessagesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "int32 a = 1; | int32 a = 1; string b = 2; | M.b: string added; pass over it; get the"
            + " default",
        "int32 a = 1; string b = 2; | int32 a = 1; | M.b: removed, 2 not reserved; get the default;"
            + " misread it if reused",
        "string b = 2; | reserved 2 to 4; | M.b: removed; get the default; pass over it",
        "reserved 2; | string b = 2; | M.b: added, 2 was reserved; pass over it; misread events"
            + " older than both",
        "string a = 1; | string b = 1; | M.a: renamed to b; see no difference, but in JSON; see no"
            + " difference, but in JSON",
        "string a = 1; | int32 b = 1; | M.a: number 1 is now int32 b; lose it; lose it",
        "string a = 1; | Inner b = 1; | M.a: number 1 is now Inner b; misread or refuse it; misread"
            + " or refuse it",
        "string a = 1; | string a = 2; | M.a: number 1 is now 2; lose it; lose it",
        "int32 a = 1; | int64 a = 1; | M.a: int32 is now int64; misread what does not fit; see no"
            + " difference",
        "Inner a = 1; | Other a = 1; | M.a: Inner is now Other; misread or refuse it; misread or"
            + " refuse it",
        "int32 a = 1; | repeated int32 a = 1; | M.a: singular is now repeated; lose all but one, or"
            + " all; see a list of one",
        "map<string, int32> a = 1; | map<string, int64> a = 1; | M.a: map<string, int32> is now"
            + " map<string, int64>; misread what does not fit; see no difference",
        "map<string, int32> a = 1; | repeated Inner a = 1; | M.a: map<string, int32> is now"
            + " repeated Inner; misread or refuse it; misread or refuse it",
        "int32 a = 1; | oneof o { int32 a = 1; string b = 2; } | M.a: moved into oneof o; see no"
            + " difference; see no difference / M.b: string added; pass over it; get the default",
        "int32 a = 1; string b = 2; | oneof o { int32 a = 1; string b = 2; } | M.a: moved into"
            + " oneof o; see no difference; keep one of them / M.b: moved into oneof o; see no"
            + " difference; keep one of them",
      })
  void a_field(String before, String after, String said) throws Exception {
    assertThat(changes(proto3(before), proto3(after)))
        .filteredOn(change -> !change.startsWith("M: version"))
        .containsExactly(said.split(" / "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "repeated int32 a = 1;  | int32 a = 1;          | a: 1 a: 2       | 1: \"\\001\\002\"",
        "repeated string a = 1; | string a = 1;         | a: 'x' a: 'y'   | a: \"y\"",
        "int32 a = 1;           | repeated int32 a = 1; | a: 7            | a: 7",
        "string a = 1;          | string a = 2;         | a: 'x'          | 1: \"x\"",
        "int32 a = 1; string b = 2; | oneof o { int32 a = 1; string b = 2; } | a: 7 b: 'x' | b:"
            + " \"x\"",
        "oneof o { int32 a = 1; string b = 2; } | int32 a = 1; string b = 2; | a: 7 | a: 7",
      })
  void what_protobuf_makes_of_it(String writer, String reader, String written, String read)
      throws Exception {
    assertThat(through(proto3(writer), proto3(reader), written)).isEqualTo(read);
  }

  @Test
  void a_required_field_binds_both_sides() throws Exception {
    String with = "syntax = \"proto2\"; message M { required int32 a = 1; }";
    String optional = "syntax = \"proto2\"; message M { optional int32 a = 1; }";
    String without = "syntax = \"proto2\"; message M { reserved 1; }";

    assertThat(changes(without, with))
        .contains("M.a: added, 1 was reserved; pass over it; refuse: it is missing");
    assertThat(changes(with, without))
        .contains("M.a: removed; refuse: it is missing; pass over it");
    assertThat(changes(with, optional))
        .contains("M.a: required is now singular; refuse if it is missing; see no difference");
    assertThatThrownBy(() -> through(optional, with, ""))
        .isInstanceOf(InvalidProtocolBufferException.class);
  }

  @Test
  void an_open_enum_keeps_what_it_does_not_know_and_a_closed_one_does_not() throws Exception {
    String open = "syntax = \"proto3\"; enum E { A = 0; } message M { E e = 1; }";
    String openNow = "syntax = \"proto3\"; enum E { A = 0; B = 1; } message M { E e = 1; }";
    String closed = "enum E { A = 0; } message M { optional E e = 1; }";
    String closedNow = "enum E { A = 0; B = 1; } message M { optional E e = 1; }";

    assertThat(changes(open, openNow))
        .containsExactly("E.B: constant added; see UNRECOGNIZED; see no difference");
    assertThat(changes(closed, closedNow))
        .contains("E.B: constant added; take it for the default; see no difference");
    assertThat(changes(openNow, open))
        .containsExactly("E.B: removed, 1 not reserved; see no difference; see UNRECOGNIZED");
    assertThat(through(openNow, open, "e: B")).isEqualTo("e: 1");
    assertThat(through(closedNow, closed, "e: B")).isEqualTo("1: 1");
  }

  @Test
  void the_number_of_a_constant_is_what_counts() throws Exception {
    String before = "syntax = \"proto3\"; enum E { A = 0; B = 1; } message M { E e = 1; }";

    assertThat(changes(before, before.replace("B = 1", "B = 2")))
        .contains("E.B: number 1 is now 2; misread it; misread it");
    assertThat(changes(before, before.replace("B = 1", "C = 1")))
        .containsExactly(
            "E.B: renamed to C; see no difference, but in JSON; see no difference, but in JSON");
  }

  @Test
  void what_an_event_holds_is_compared_with_it_wherever_it_is() throws Exception {
    Files.createDirectories(folder.resolve("shop/v1"));
    Files.writeString(
        folder.resolve("shop/v1/money.proto"),
        "syntax = \"proto3\"; package shop.v1; message Money { int64 cents = 1; }");
    String before =
        """
        syntax = "proto3";
        package shop.v1;
        import "shop/v1/money.proto";
        import "google/protobuf/timestamp.proto";
        message Order {
          message Line { int32 count = 1; Money price = 2; }
          repeated Line lines = 1;
          .shop.v1.Money total = 2;
          google.protobuf.Timestamp time = 3;
          elsewhere.Thing thing = 4;
        }
        """;
    Path old = write("shop/v1/old.proto", before);
    Path now = write("shop/v1/new.proto", before.replace("int32 count", "string count"));

    assertThat(rows(Comparison.ofMessage(Schema.protoFile(old), Schema.protoFile(now), "Order")))
        .containsExactly(
            "Order: version is still 1; do not notice; do not notice",
            "Order.Line.count: int32 is now string; lose it; lose it");
  }

  @Test
  void an_import_that_is_nowhere_matters_only_where_its_type_changes() {
    String before = "syntax = \"proto3\"; import \"x.proto\"; message M { x.T t = 1; }";

    assertThatThrownBy(() -> changes(before, before.replace("x.T", "int32")))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("x.T");
  }

  @Test
  void what_stands_in_a_file_cannot_drive_a_terminal() {
    String malformed = "syntax \u001b[2J \"proto3\";";

    assertThatThrownBy(() -> changes(malformed, malformed))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("Syntax error")
        .message()
        .doesNotContain("\u001b");
  }

  @Test
  void the_options_of_an_event_are_compared() throws Exception {
    String before =
        """
        syntax = "proto3";
        package shop;
        import "busline/options.proto";
        message Order {
          option (busline.event_type) = "order.created";
          string id = 1 [(busline.key) = true];
          string user = 2;
        }
        """;

    assertThat(changes(before, before.replace("created", "placed")))
        .containsExactly(
            "Order: type order.created is now order.placed; never receive them; never receive"
                + " them");
    assertThat(
            changes(
                before,
                before
                    .replace("created\";", "placed\"; option (busline.alias) = \"order.created\";")
                    .replace("message Order", "message Placed")))
        .containsExactly(
            "Order: type order.created is now order.placed; never receive them; receive them",
            "Order: renamed to Placed; see no difference; see no difference");
    assertThat(
            changes(
                before,
                before.replace("created\";", "created\"; option (busline.topic) = \"money\";")))
        .containsExactly("Order: topic order is now money; never receive them; never receive them");
    assertThat(
            changes(
                before,
                before
                    .replace("1 [(busline.key) = true]", "1")
                    .replace("2;", "2 [(busline.key) = true];")))
        .containsExactly(
            "Order: key id is now user; lose order for a while; lose order for a while");
    assertThat(
            changes(
                before,
                before
                    .replace("created\";", "created\"; option (busline.event_version) = 2;")
                    .replace("string user", "int32 user")))
        .containsExactly(
            "Order: version 1 is now 2; refuse: dead letters; need an upcaster",
            "Order.user: string is now int32; do not read it; do not read it");
  }

  @Test
  void messages_come_and_go() throws Exception {
    String one = "syntax = \"proto3\"; message A { string id = 1; }";
    String two = one + " message B { string id = 1; }";

    assertThat(changes(one, two))
        .containsExactly("B: message added; do not know it; see no difference");
    assertThat(changes(two, one))
        .containsExactly("B: message removed; see no difference; cannot read it");
  }

  private static String proto3(String fields) {
    return """
    syntax = "proto3";
    message Inner { string text = 1; }
    message Other { int32 number = 1; }
    message M { %s }
    """
        .formatted(fields);
  }

  private List<String> changes(String before, String after) throws Exception {
    return rows(
        Comparison.of(
            Schema.protoFile(write("old.proto", before)),
            Schema.protoFile(write("new.proto", after))));
  }

  private static List<String> rows(Comparison comparison) {
    return comparison.changes().stream()
        .map(
            c ->
                c.where()
                    + ": "
                    + c.what()
                    + "; "
                    + c.oldReaders().text()
                    + "; "
                    + c.newReaders().text())
        .toList();
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private String through(String writer, String reader, String text) throws Exception {
    DynamicMessage.Builder written =
        DynamicMessage.newBuilder(
            ProtoDescriptors.of(ProtoDescriptors.schema(folder.resolve("w.proto"), writer), "M"));
    TextFormat.merge(text, written);
    DynamicMessage read =
        DynamicMessage.parseFrom(
            ProtoDescriptors.of(ProtoDescriptors.schema(folder.resolve("r.proto"), reader), "M"),
            written.build().toByteString());
    return TextFormat.printer().emittingSingleLine(true).printToString(read);
  }
}
