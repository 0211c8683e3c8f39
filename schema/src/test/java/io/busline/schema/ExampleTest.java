package io.busline.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a service's own build sees to it that services of the last release survive its events. */
class ExampleTest {
  /** As it was released. */
  @EventType("order.created")
  record ReleasedOrder(@EventKey String id, int cents) {}

  /** With a property more, which old readers pass over. */
  @EventType("order.created")
  record OrderWithNote(@EventKey String id, int cents, String note) {}

  /** With larger amounts than old readers can take. */
  @EventType("order.created")
  record LargeOrder(@EventKey String id, long cents) {}

  @TempDir Path folder;

  private Path archive;

  @BeforeEach
  void keep_the_archive_of_the_last_release() throws IOException {
    archive = folder.resolve("orders-1.jar");
    try (OutputStream file = Files.newOutputStream(archive);
        JarOutputStream jar = new JarOutputStream(file)) {
      for (Class<?> released : List.of(ExampleTest.class, ReleasedOrder.class)) {
        String entry = released.getName().replace('.', '/') + ".class";
        jar.putNextEntry(new JarEntry(entry));
        try (InputStream bytes = released.getResourceAsStream("/" + entry)) {
          jar.write(bytes.readAllBytes());
        }
      }
    }
  }

  @Test
  void services_of_the_last_release_survive_a_new_property() {
    Comparison comparison = withRelease(OrderWithNote.class);

    assertThat(comparison.breaks()).as(comparison.toString()).isFalse();
    assertThat(comparison.toString())
        .isEqualTo("note: String added. Old readers ignore it; new readers get null.");
  }

  @Test
  void a_change_that_breaks_them_is_told_with_its_remedy() {
    Comparison comparison = withRelease(LargeOrder.class);

    assertThat(comparison.breaks()).isTrue();
    assertThat(comparison.oldReaders()).isEqualTo(Effect.Impact.BREAKS);
    assertThat(comparison.newReaders()).isEqualTo(Effect.Impact.CAUTION);
    assertThat(comparison.toString())
        .startsWith("@EventType: version is still 1. ")
        .contains(
            "\ncents: int is now long. Old readers refuse large numbers; new readers see no difference."
                + " Roll out the new readers before the writers; or raise the version, with an upcaster.");
  }

  @Test
  void a_class_of_this_program_is_the_same_as_in_its_folder() throws URISyntaxException {
    Path classes = Path.of(getClass().getProtectionDomain().getCodeSource().getLocation().toURI());

    Comparison comparison =
        Comparison.of(
            Schema.ofClass(LargeOrder.class), Schema.classIn(LargeOrder.class.getName(), classes));

    assertThat(comparison).hasToString("Nothing has changed that travels.");
  }

  private Comparison withRelease(Class<?> now) {
    return Comparison.of(
        Schema.classIn(ReleasedOrder.class.getName(), archive), Schema.ofClass(now));
  }
}
