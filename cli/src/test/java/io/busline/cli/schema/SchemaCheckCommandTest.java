package io.busline.cli.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import io.busline.cli.CommandLineRun;
import io.busline.cli.command.Exit;
import java.io.File;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCheckCommandTest {
  @EventType("order.created")
  record Order(@EventKey String id, double amount) {}

  @EventType("order.created")
  record WithNote(@EventKey String id, double amount, String note) {}

  @EventType("order.created")
  record Exact(@EventKey String id, BigDecimal amount) {}

  @EventType(value = "order.created", version = 2)
  record SecondVersion(@EventKey String id, BigDecimal amount) {}

  @EventType(value = "order.created", topic = "money", version = 2)
  record SecondVersionElsewhere(@EventKey String id, BigDecimal amount) {}

  @EventType(value = "order.placed", aliases = "order.created")
  record Renamed(@EventKey String id, double amount) {}

  @EventType("order.placed")
  record Other(@EventKey String id, double amount) {}

  @EventType(value = "order.created", topic = "money")
  record Moved(@EventKey String id, double amount) {}

  @EventType("order.created")
  record OtherKey(String id, @EventKey double amount) {}

  record Unnamed(String id, double amount) {}

  @EventType("not a name")
  record Misnamed(String id) {}

  /** Ends the test with an error if it is ever initialised. */
  enum Explosive {
    BANG;

    static {
      explode();
    }

    private static void explode() {
      throw new IllegalStateException("initialised");
    }
  }

  record Armed(Explosive value) {}

  @TempDir Path folder;

  @Test
  void what_both_sides_survive_is_a_table_and_exit_code_0() {
    CommandLineRun run = check(at(Order.class), at(WithNote.class));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .isEqualTo(
            """
            WHERE  CHANGE        OLD READERS  NEW READERS
            note   String added  ✓ ignore it  ✓ get null

            Old readers survive new events: yes
            New readers survive old events: yes
            """);
  }

  @Test
  void what_breaks_one_side_is_exit_code_1_and_has_a_remedy() {
    CommandLineRun run = check(at(Order.class), at(Exact.class));

    assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(run.out())
        .contains("amount      double is now BigDecimal  ✗ round, or refuse")
        .contains("@EventType: Raise the version to 2")
        .endsWith("Old readers survive new events: no\nNew readers survive old events: yes\n");
  }

  @Test
  void without_a_change_there_is_no_table() {
    CommandLineRun run = check(at(Order.class), at(Order.class));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("Nothing has changed that travels.\n\nOld readers survive new events: yes\n");
    assertThat(check(at(Order.class), at(Order.class), "--json").out()).isEqualTo("[]\n");
  }

  @Test
  void changes_can_be_json() {
    assertThat(check(at(Order.class), at(WithNote.class), "--json").out())
        .isEqualTo(
            "[{\"where\":\"note\",\"change\":\"String added\","
                + "\"oldReaders\":{\"impact\":\"fine\",\"effect\":\"ignore it\"},"
                + "\"newReaders\":{\"impact\":\"fine\",\"effect\":\"get null\"},\"remedy\":\"\"}]\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Renamed       | type order.created is now order.placed | ✗ never receive them  ✓ receive them",
        "Other         | type order.created is now order.placed | ✗ never receive them  ✗ never receive them",
        "Moved         | topic order is now money               | ✗ never receive them  ✗ never receive them",
        "SecondVersion | version 1 is now 2                     | ↑ refuse: dead letters  ↑ need an upcaster",
        "OtherKey      | key id is now amount                   | ! lose order for a while  ! lose order for a while",
        "Unnamed       | annotation removed                     | ✓ see no difference  ! need the type's name",
      })
  void what_a_class_says_of_its_events_is_compared(String now, String change, String effects) {
    String line =
        check(at(Order.class), at(Order.class).replaceAll("Order$", now))
            .out()
            .lines()
            .skip(1)
            .findFirst()
            .orElseThrow();

    assertThat(line).startsWith("@EventType").contains(change).endsWith(effects);
  }

  @Test
  void a_raised_version_announces_what_breaks_and_is_exit_code_0() {
    CommandLineRun run = check(at(Order.class), at(SecondVersion.class));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("@EventType: Roll out the new readers first, with EventBusBuilder.upcaster")
        .endsWith(
            """
            Old readers survive new events: no, as the raised version says
            New readers survive old events: with the upcaster
            """);
    assertThat(check(at(Order.class), at(SecondVersion.class), "--json").out())
        .contains("\"impact\":\"announced\"");
  }

  @ParameterizedTest
  @CsvSource({"SecondVersion, Order", "Order, SecondVersionElsewhere"})
  void no_raised_version_excuses_a_lower_one_or_another_place(String old, String now) {
    CommandLineRun run =
        check(at(Order.class).replaceAll("Order$", old), at(Order.class).replaceAll("Order$", now));

    assertThat(run.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(run.out()).endsWith("events: no\nNew readers survive old events: no\n");
  }

  @Test
  void a_class_may_be_in_an_archive() throws Exception {
    Path jar = folder.resolve("orders.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      for (Class<?> packed : List.of(Order.class, SchemaCheckCommandTest.class)) {
        String name = packed.getName().replace('.', '/') + ".class";
        entries.putNextEntry(new JarEntry(name));
        entries.write(Files.readAllBytes(Path.of(classes()).resolve(name)));
      }
    }

    CommandLineRun run =
        check(jar + File.pathSeparator + folder + "#" + Order.class.getName(), at(WithNote.class));

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void a_class_is_looked_at_and_never_initialised() {
    CommandLineRun run = check(at(Armed.class), at(Unnamed.class));

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("Explosive removed");
  }

  @Test
  void a_class_that_needs_another_is_refused_by_that_name() throws Exception {
    for (Class<?> copied : List.of(Armed.class, SchemaCheckCommandTest.class)) {
      String name = copied.getName().replace('.', '/') + ".class";
      Files.createDirectories(folder.resolve(name).getParent());
      Files.copy(Path.of(classes()).resolve(name), folder.resolve(name));
    }

    CommandLineRun run = check(folder + "#" + Armed.class.getName(), at(Armed.class));

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("needs a class that is not there", "Explosive").hasLineCount(1);
  }

  @Test
  void files_are_compared_by_their_messages() throws Exception {
    Path old = proto("old.proto", "message A { string id = 1; } message B { string id = 1; }");
    Path now = proto("new.proto", "message A { string id = 2; } message B { string id = 1; }");

    assertThat(check(old.toString(), now.toString()).exitCode()).isEqualTo(Exit.FAILED);
    assertThat(check(old.toString(), now.toString(), "--message=shop.A").exitCode()).isEqualTo(1);
    assertThat(check(old.toString(), now.toString(), "--message=B").exitCode()).isZero();
    assertThat(check(old.toString(), now.toString(), "--message=C").err())
        .contains("neither file has a message C. Valid are: shop.A, shop.B")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none.proto        | none.proto        | none.proto cannot be read",
        "BAD               | BAD               | is not understood: Syntax error",
        "EDITION           | EDITION           | editions are not",
        "GROUP             | GROUP             | shop.A.G is a group",
        "some.jar          | some.jar          | is neither a .proto file nor a class",
        "some.jar#a.B      | some.jar#a.B      | some.jar does not exist",
        "CLASSES#a.B       | CLASSES#a.B       | has no class a.B",
        "CLASSES#a/B       | CLASSES#a/B       | has no class a/B",
        "MISNAMED          | MISNAMED          | event type",
        "none.proto        | some.jar#a.B      | are of two kinds",
      })
  void what_cannot_be_compared_is_wrong_usage(String old, String now, String message)
      throws Exception {
    CommandLineRun run = check(place(old), place(now));

    assertThat(run.exitCode()).isEqualTo(Exit.USAGE);
    assertThat(run.err()).contains("busline schema check: ", message).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  private String place(String name) throws Exception {
    return switch (name) {
      case "BAD" -> proto("bad.proto", "message A { string = 1; }").toString();
      case "GROUP" ->
          proto("g.proto", "message A { optional group G = 1 { optional int32 a = 1; } }")
              .toString();
      case "EDITION" ->
          Files.writeString(folder.resolve("e.proto"), "edition = \"2023\";").toString();
      case "MISNAMED" -> at(Misnamed.class);
      default -> name.replace("CLASSES", classes());
    };
  }

  private Path proto(String name, String messages) throws Exception {
    return Files.writeString(
        folder.resolve(name), "syntax = \"proto3\"; package shop; " + messages);
  }

  private static String at(Class<?> type) {
    return classes() + "#" + type.getName();
  }

  private static String classes() {
    try {
      return Path.of(
              SchemaCheckCommandTest.class
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static CommandLineRun check(String old, String now, String... more) {
    String[] arguments = new String[4 + more.length];
    arguments[0] = "schema";
    arguments[1] = "check";
    arguments[2] = old;
    arguments[3] = now;
    System.arraycopy(more, 0, arguments, 4, more.length);
    return new CommandLineRun().run(arguments);
  }
}
