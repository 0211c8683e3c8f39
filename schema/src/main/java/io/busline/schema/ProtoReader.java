package io.busline.schema;

import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import com.squareup.wire.schema.internal.parser.TypeElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code .proto} file. Imports are looked for as files below any folder above it; one that
 * is nowhere is passed over, because a type that both versions name alike need not be known.
 */
final class ProtoReader {
  /** Where a type is defined: the names around it resolve the names in it. */
  record Definition(ProtoFileElement file, TypeElement element) {}

  private final Set<Path> files = new LinkedHashSet<>();
  private final Map<String, Definition> definitions = new LinkedHashMap<>();

  private ProtoReader() {}

  static ProtoSchema read(String name) {
    return new ProtoReader().schema(Path.of(name).toAbsolutePath().normalize(), name);
  }

  private ProtoSchema schema(Path path, String name) {
    ProtoFileElement file = parse(path, name);
    define(file);
    Set<String> own = new LinkedHashSet<>(definitions.keySet());
    imports(path, file);
    ProtoElements elements = new ProtoElements(definitions.keySet());
    Map<String, ProtoSchema.Message> messages = new LinkedHashMap<>();
    Map<String, ProtoSchema.Enumeration> enums = new LinkedHashMap<>();
    definitions.forEach(
        (typeName, definition) -> {
          if (definition.element() instanceof MessageElement message) {
            messages.put(typeName, elements.message(typeName, message));
          } else if (definition.element() instanceof EnumElement enumeration) {
            // A file that does not say is proto2.
            boolean isOpen = "proto3".equals(String.valueOf(definition.file().getSyntax()));
            enums.put(typeName, elements.enumeration(typeName, enumeration, isOpen));
          }
        });
    return new ProtoSchema(name, packageOf(file), own, messages, enums);
  }

  private ProtoFileElement parse(Path path, String name) {
    files.add(path);
    try {
      return ProtoParser.Companion.parse(Location.get(name), Files.readString(path));
    } catch (IOException e) {
      throw new SchemaException(
          "%s cannot be read. Name a .proto file that exists, in UTF-8".formatted(name), e);
    } catch (IllegalStateException | IllegalArgumentException e) {
      String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("it is malformed");
      // It says what stands in the file, which may be anything.
      String reason = line.replaceAll("\\p{Cntrl}", " ");
      throw new SchemaException(
          "%s is not understood: %s. What protoc takes is taken, up to proto3; editions are not"
              .formatted(name, reason),
          e);
    }
  }

  private void define(ProtoFileElement file) {
    file.getTypes().forEach(type -> define(file, packageOf(file), type));
  }

  private void define(ProtoFileElement file, String scope, TypeElement type) {
    String name = scope.isEmpty() ? type.getName() : scope + "." + type.getName();
    definitions.put(name, new Definition(file, type));
    type.getNestedTypes().forEach(nested -> define(file, name, nested));
  }

  private void imports(Path path, ProtoFileElement file) {
    for (List<String> imports : List.of(file.getImports(), file.getPublicImports())) {
      for (String wanted : imports) {
        Path found = find(path, wanted);
        if (found != null && !files.contains(found)) {
          ProtoFileElement imported = parse(found, found.toString());
          define(imported);
          imports(found, imported);
        }
      }
    }
  }

  private static @Nullable Path find(Path importing, String wanted) {
    for (Path folder = importing.getParent(); folder != null; folder = folder.getParent()) {
      Path found = folder.resolve(wanted);
      if (Files.isRegularFile(found)) {
        return found;
      }
    }
    return null;
  }

  private static String packageOf(ProtoFileElement file) {
    return file.getPackageName() == null ? "" : file.getPackageName();
  }
}
