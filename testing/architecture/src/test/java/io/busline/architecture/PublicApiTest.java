package io.busline.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Exports;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What others may use is recorded, a file for each module, so that no change of it goes unseen. The
 * Kafka broker has nothing for others but its provider. After a change that is meant, {@code
 * ./verify PublicApiTest -Dapi.record=true} writes the files.
 */
class PublicApiTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path RECORDS = ROOT.resolve("config/api");
  private static final Pattern MODIFIERS =
      Pattern.compile("\\b(synchronized|native|strictfp|transient|volatile) ");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "core",
        "codecs/json",
        "codecs/protobuf",
        "brokers/sqlite",
        "brokers/postgres",
        "brokers/nats",
        "brokers/rabbitmq",
        "testing/testkit",
        "testing/junit",
        "outbox",
        "schema",
        "spring/boot",
        "spring/boot-test",
        "telemetry/opentelemetry",
        "telemetry/micrometer",
        "telemetry/slf4j"
      })
  void the_public_api_is_as_it_is_recorded(String module) throws IOException {
    List<String> api = api(exportedBy(ROOT.resolve(module)));
    Path record = RECORDS.resolve(module.replace('/', '-') + ".txt");
    if (Boolean.getBoolean("api.record")) {
      Files.createDirectories(RECORDS);
      Files.write(record, api);
    }

    assertThat(api)
        .as(
            "the public API, of which %s has a record. Is the change meant? Then write it down: ./verify PublicApiTest -Dapi.record=true",
            record.getFileName())
        .containsExactlyElementsOf(Files.exists(record) ? Files.readAllLines(record) : List.of());
  }

  private static Set<String> exportedBy(Path module) throws IOException {
    Path descriptor = module.resolve("target/classes/module-info.class");
    if (Files.notExists(descriptor)) {
      return packagesOf(module.resolve("target/classes"));
    }
    try (var in = Files.newInputStream(descriptor)) {
      return ModuleDescriptor.read(in).exports().stream()
          .filter(exports -> !exports.isQualified())
          .map(Exports::source)
          .collect(Collectors.toSet());
    }
  }

  /** Whoever has it on the class path may use each of them. */
  private static Set<String> packagesOf(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .map(file -> classes.relativize(file.getParent()).toString().replace('/', '.'))
          .collect(Collectors.toSet());
    }
  }

  private static List<String> api(Set<String> packages) {
    List<String> api = new ArrayList<>();
    Classes.MAIN.stream()
        .filter(each -> packages.contains(each.getPackageName()))
        .sorted((one, other) -> one.getName().compareTo(other.getName()))
        .map(JavaClass::reflect)
        .filter(PublicApiTest::isVisible)
        .forEach(type -> addTo(api, type));
    return api;
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return isVisible(type.getModifiers())
        && !type.isAnonymousClass()
        && (outer == null || isVisible(outer));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static void addTo(List<String> api, Class<?> type) {
    api.add(type.toGenericString() + parents(type));
    Set<String> members = new TreeSet<>();
    for (AccessibleObject member :
        Stream.of(
                type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
            .<AccessibleObject>flatMap(Stream::of)
            .toList()) {
      if (isVisible(((Member) member).getModifiers()) && !((Member) member).isSynthetic()) {
        members.add("  " + MODIFIERS.matcher(inWords(member)).replaceAll(""));
      }
    }
    api.addAll(members);
  }

  private static String inWords(AccessibleObject member) {
    if (member instanceof Field field) {
      return field.toGenericString();
    }
    return member instanceof Constructor<?> constructor
        ? constructor.toGenericString()
        : ((Method) member).toGenericString();
  }

  private static String parents(Class<?> type) {
    List<String> parents = new ArrayList<>();
    if (type.getGenericSuperclass() != null && type.getSuperclass() != Object.class) {
      parents.add(type.getGenericSuperclass().getTypeName());
    }
    Stream.of(type.getGenericInterfaces()).forEach(each -> parents.add(each.getTypeName()));
    return parents.isEmpty() ? "" : " : " + String.join(", ", parents);
  }
}
