package io.busline.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import io.busline.event.Event;
import io.busline.memory.MemoryBroker;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import lombok.Lombok;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes of Lombok's, compiled as a service would. */
class LombokTest {
  private static final String JACKSON_3 = "lombok.jacksonized.jacksonVersion += 3\n";

  @TempDir Path folder;

  private final JsonCodec codec = new JsonCodec();

  @Test
  void a_value_with_a_jacksonized_builder_is_published_and_handled_by_its_key() throws Exception {
    Class<?> order =
        compiled(JACKSON_3, "@Value @Builder @Jacksonized", "@EventKey String id; int count;");
    Object data = codec.decode(Json.json("{\"id\":\"o-1\",\"count\":2}"), order);

    assertThat(data).hasToString("Order(id=o-1, count=2)");
    assertThat(received(order, data))
        .satisfies(event -> assertThat(event.data()).isEqualTo(data))
        .satisfies(event -> assertThat(event.key()).contains("o-1"));
  }

  @Test
  void a_value_whose_constructor_tells_its_names_is_read() throws Exception {
    Class<?> order =
        compiled(
            "lombok.anyConstructor.addConstructorProperties = true\n",
            "@Value",
            "String id; int count;");

    assertThat(codec.unreadable(order)).isEmpty();
    assertThat(codec.decode(Json.json("{\"id\":\"o-1\",\"count\":2}"), order))
        .hasToString("Order(id=o-1, count=2)");
  }

  @Test
  void a_value_that_is_compiled_with_the_names_of_parameters_is_read() throws Exception {
    Class<?> order = compiled("", "@Value", "String id; int count;", "-parameters");

    assertThat(codec.decode(Json.json("{\"id\":\"o-1\",\"count\":2}"), order))
        .hasToString("Order(id=o-1, count=2)");
  }

  @Test
  void a_bean_is_read_by_its_setters() throws Exception {
    Class<?> order = compiled("", "@Data", "@EventKey private String id; private int count;");
    Object data = codec.decode(Json.json("{\"id\":\"o-1\",\"count\":2}"), order);

    assertThat(received(order, data).key()).contains("o-1");
  }

  @Test
  void a_value_without_either_is_refused() throws Exception {
    assertThat(codec.unreadable(compiled("", "@Value", "String id; int count;")))
        .get()
        .asString()
        .contains("shop.Order cannot be read", "no Creators");
  }

  @Test
  void annotations_for_jackson_2_are_refused_with_the_line_of_configuration_that_is_missing()
      throws Exception {
    Class<?> order =
        compiled(
            "lombok.jacksonized.jacksonVersion += 2\n",
            "@Value @Builder @Jacksonized",
            "String id;");

    assertThat(codec.unreadable(order))
        .get()
        .asString()
        .contains("@JsonDeserialize of Jackson 2 is on shop.Order")
        .contains("lombok.jacksonized.jacksonVersion += 3");
  }

  private Event<?> received(Class<?> type, Object data) throws InterruptedException {
    BlockingQueue<Event<?>> received = new LinkedBlockingQueue<>();
    try (MemoryBroker broker = MemoryBroker.create();
        EventBus bus = EventBus.builder(broker).service("shop").codec(codec).connect()) {
      subscribe(bus, type, received);
      bus.publish(data);
      return received.poll(60, TimeUnit.SECONDS);
    }
  }

  private static <T> void subscribe(EventBus bus, Class<T> type, BlockingQueue<Event<?>> received) {
    bus.subscribe(type, received::add);
  }

  private Class<?> compiled(
      String configuration, String annotations, String fields, String... options)
      throws IOException, ClassNotFoundException {
    Path source = folder.resolve("shop/Order.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        folder.resolve("lombok.config"), "config.stopBubbling = true\n" + configuration);
    Files.writeString(
        source,
        """
        package shop;
        import io.busline.annotation.*;
        import lombok.*;
        import lombok.extern.jackson.Jacksonized;
        @EventType("order.created")
        %s
        public class Order { %s }
        """
            .formatted(annotations, fields));
    compile(source, options);
    URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, LombokTest.class.getClassLoader());
    return loader.loadClass("shop.Order");
  }

  private void compile(Path source, String... more) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("-d", folder.toString(), "-processorpath", placeOf(Lombok.class)));
    options.addAll(
        List.of("-processor", "lombok.launch.AnnotationProcessorHider$AnnotationProcessor"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean works =
          compiler
              .getTask(problems, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertThat(works).as(problems.toString()).isTrue();
    }
  }

  private static String placeOf(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
  }
}
