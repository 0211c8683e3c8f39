package io.busline.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The one-way rule. A new module takes its place in {@link #MAY_KNOW}. */
class DependencyTest {
  private static final String[] CORE = {
    "bus",
    "admin",
    "annotation",
    "cloudevents",
    "codec",
    "delivery",
    "error",
    "event",
    "memory",
    "spi",
    "telemetry"
  };

  /** What a user of core sees: all of it but the engine. */
  private static final String[] USER = without("delivery", CORE);

  private static final String[] BROKER = {"spi", "cloudevents", "admin", "event", "error"};
  private static final String[] CODEC = {"codec", "cloudevents", "event", "error"};
  private static final String[] PROGRAM = and(USER, "json", "protobuf", "sqlite", "outbox");

  /** Each package below {@code io.busline}, and the packages it may know. */
  private static final Map<String, String[]> MAY_KNOW =
      Map.ofEntries(
          entry("error", these()),
          entry("annotation", these()),
          entry("delivery", these()),
          entry("telemetry", these()),
          entry("event", these("annotation", "error")),
          entry("admin", these("event", "error")),
          entry("codec", these("event", "error")),
          entry("cloudevents", these("event", "error")),
          entry("spi", these("admin", "cloudevents", "event", "error")),
          entry("memory", BROKER),
          entry("bus", CORE),
          entry("sqlite", BROKER),
          entry("postgres", BROKER),
          entry("nats", BROKER),
          entry("kafka", BROKER),
          entry("rabbitmq", BROKER),
          entry("outbox", USER),
          entry("schema", these("annotation", "error", "event", "spi")),
          entry("json", CODEC),
          entry("opentelemetry", USER),
          entry("micrometer", USER),
          entry("slf4j", USER),
          entry(
              "spring",
              and(
                  USER,
                  "json",
                  "micrometer",
                  "opentelemetry",
                  "outbox",
                  "slf4j",
                  "testkit",
                  "junit")),
          entry("servers", these()),
          entry("logs", these()),
          entry("progress", these()),
          entry("release", these()),
          entry("protobuf", CODEC),
          entry("soak", and(USER, "outbox", "servers")),
          entry("testkit", USER),
          entry("junit", and(USER, "testkit")),
          entry("tck", and(USER, "logs")),
          entry("cli", and(PROGRAM, "examples", "schema")),
          entry("examples", PROGRAM),
          entry("benchmarks", and(PROGRAM, "servers")));

  @Test
  void every_package_knows_only_what_its_place_allows() {
    var architecture =
        layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.busline..")
            .withOptionalLayers(true);
    for (var place : MAY_KNOW.keySet()) {
      architecture = architecture.layer(place).definedBy(packageOf(place));
    }
    for (var place : MAY_KNOW.entrySet()) {
      var layer = architecture.whereLayer(place.getKey());
      architecture =
          place.getValue().length == 0
              ? layer.mayNotAccessAnyLayer()
              : layer.mayOnlyAccessLayers(place.getValue());
    }

    architecture.ensureAllClassesAreContainedInArchitecture().check(Classes.MAIN);
  }

  /** Nobody but the whole command line knows the commands, and these know only what they share. */
  @Test
  void commands_know_nothing_of_one_another() {
    String[] commands = {
      "admin", "bench", "demo", "events", "install", "letters", "outbox", "schema"
    };
    var layers =
        layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.busline.cli..")
            .layer("whole")
            .definedBy("io.busline.cli")
            .layer("command")
            .definedBy("io.busline.cli.command")
            .layer("terminal")
            .definedBy("io.busline.cli.terminal");
    for (String each : commands) {
      layers = layers.layer(each).definedBy("io.busline.cli." + each);
    }
    for (String each : commands) {
      layers = layers.whereLayer(each).mayOnlyAccessLayers("command", "terminal");
    }
    layers
        .whereLayer("command")
        .mayOnlyAccessLayers("terminal")
        .whereLayer("terminal")
        .mayNotAccessAnyLayer()
        .ensureAllClassesAreContainedInArchitecture()
        .check(Classes.MAIN.that(resideInAPackage("io.busline.cli..")));
  }

  @Test
  void packages_form_no_cycle() {
    slices().matching("io.(**)").should().beFreeOfCycles().check(Classes.MAIN);
  }

  @Test
  void core_needs_nothing_but_java() {
    var core = Stream.of(CORE).map(DependencyTest::packageOf).toArray(String[]::new);

    needsOnly(core, and(core, "java..", "javax.net.ssl", "org.jspecify.."));
  }

  @Test
  void the_sqlite_broker_needs_only_its_driver() {
    needsOnly(
        these("io.busline.sqlite.."),
        these("io.busline..", "java..", "javax.sql", "org.sqlite..", "org.jspecify.."));
  }

  @Test
  void the_postgres_broker_needs_only_its_driver() {
    needsOnly(
        these("io.busline.postgres.."),
        these("io.busline..", "java..", "org.postgresql..", "org.jspecify.."));
  }

  @Test
  void the_nats_brokers_need_only_their_client() {
    needsOnly(
        these("io.busline.nats.."),
        these("io.busline..", "java..", "javax.net.ssl", "io.nats..", "org.jspecify.."));
  }

  @Test
  void the_kafka_broker_needs_only_its_client() {
    needsOnly(
        these("io.busline.kafka.."),
        these(
            "io.busline..",
            "java..",
            "javax.security.auth..",
            "org.apache.kafka..",
            "org.jspecify.."));
  }

  @Test
  void the_rabbitmq_broker_needs_only_its_client() {
    needsOnly(
        these("io.busline.rabbitmq.."),
        these("io.busline..", "java..", "javax.net..", "com.rabbitmq..", "org.jspecify.."));
  }

  @Test
  void the_outbox_needs_only_jdbc() {
    needsOnly(
        these("io.busline.outbox.."),
        these("io.busline..", "java..", "javax.sql", "org.jspecify.."));
  }

  @Test
  void the_json_codec_needs_only_jackson() {
    needsOnly(
        these("io.busline.json.."),
        these(
            "io.busline..",
            "java..",
            "tools.jackson..",
            "com.fasterxml.jackson.annotation",
            "org.jspecify.."));
  }

  @Test
  void the_test_kit_needs_nothing_but_core() {
    needsOnly(these("io.busline.testkit.."), these("io.busline..", "java..", "org.jspecify.."));
  }

  @Test
  void the_protobuf_codec_needs_only_protobuf() {
    needsOnly(
        these("io.busline.protobuf.."),
        these("io.busline..", "java..", "com.google.protobuf..", "org.jspecify.."));
  }

  @Test
  void telemetry_needs_only_the_api_that_it_speaks() {
    needsOnly(
        these("io.busline.opentelemetry.."),
        these(
            "io.busline..",
            "java..",
            "io.opentelemetry.api..",
            "io.opentelemetry.context..",
            "org.jspecify.."));
    needsOnly(
        these("io.busline.micrometer.."),
        these("io.busline..", "java..", "io.micrometer..", "org.jspecify.."));
    needsOnly(
        these("io.busline.slf4j.."),
        these("io.busline..", "java..", "org.slf4j", "org.jspecify.."));
  }

  @Test
  void the_starter_for_spring_boot_does_not_know_its_tests() {
    noClasses()
        .that()
        .resideInAnyPackage("io.busline.spring..")
        .and()
        .resideOutsideOfPackage("io.busline.spring.test..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.busline.spring.test..", "io.busline.testkit..", "io.busline.junit..")
        .check(Classes.MAIN);
  }

  private static void needsOnly(String[] packages, String[] needed) {
    classes()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(needed)
        .check(Classes.MAIN);
  }

  private static String packageOf(String place) {
    return place.equals("bus") ? "io.busline" : "io.busline." + place + "..";
  }

  private static String[] these(String... names) {
    return names;
  }

  private static String[] and(String[] names, String... more) {
    return Stream.of(names, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private static String[] without(String name, String... names) {
    return Stream.of(names).filter(each -> !each.equals(name)).toArray(String[]::new);
  }
}
