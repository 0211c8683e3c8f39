package io.busline.schema;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SchemaTest {
  record Order(String id) {}

  @Test
  void a_class_without_a_path_is_refused() {
    assertThatThrownBy(() -> Schema.classIn("com.example.Order"))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("Name the archive or folder that holds it");
  }

  @Test
  void text_that_names_neither_a_file_nor_a_class_is_refused() {
    assertThatThrownBy(() -> Schema.parse("orders.jar"))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("orders.jar is neither a .proto file nor a class");
  }

  @Test
  void a_class_is_not_compared_with_a_file() {
    Schema file = Schema.protoFile(Path.of("orders.proto"));

    assertThatThrownBy(() -> Comparison.of(Schema.ofClass(Order.class), file))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("SchemaTest$Order and orders.proto are of two kinds");
  }

  @Test
  void a_class_has_no_message() {
    Schema type = Schema.ofClass(Order.class);

    assertThatThrownBy(() -> Comparison.ofMessage(type, type, "Order"))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("Compare the classes without naming a message");
  }
}
