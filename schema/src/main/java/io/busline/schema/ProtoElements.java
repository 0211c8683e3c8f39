package io.busline.schema;

import com.squareup.wire.schema.Field.Label;
import com.squareup.wire.schema.internal.parser.EnumConstantElement;
import com.squareup.wire.schema.internal.parser.EnumElement;
import com.squareup.wire.schema.internal.parser.FieldElement;
import com.squareup.wire.schema.internal.parser.GroupElement;
import com.squareup.wire.schema.internal.parser.MessageElement;
import com.squareup.wire.schema.internal.parser.OneOfElement;
import com.squareup.wire.schema.internal.parser.OptionElement;
import com.squareup.wire.schema.internal.parser.ReservedElement;
import io.busline.event.EventDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kotlin.ranges.IntRange;
import org.jspecify.annotations.Nullable;

/** Makes messages and enums of what the parser found, with the names of types resolved. */
final class ProtoElements {
  private static final String OPTIONS = "busline.";

  private final Set<String> known;

  ProtoElements(Set<String> known) {
    this.known = known;
  }

  ProtoSchema.Message message(String name, MessageElement element) {
    Map<Integer, ProtoSchema.Field> fields = new LinkedHashMap<>();
    element.getFields().forEach(field -> add(fields, name, field, ""));
    element.getGroups().forEach(group -> refuse(name, group));
    for (OneOfElement oneof : element.getOneOfs()) {
      oneof.getFields().forEach(field -> add(fields, name, field, oneof.getName()));
      oneof.getGroups().forEach(group -> refuse(name, group));
    }
    boolean isMarked =
        element.getOptions().stream().anyMatch(option -> name(option).startsWith(OPTIONS));
    return new ProtoSchema.Message(
        name, fields, reserved(element.getReserveds()), identity(name, element), isMarked);
  }

  private void add(
      Map<Integer, ProtoSchema.Field> fields, String scope, FieldElement field, String oneof) {
    String type = field.getType();
    ProtoSchema.Label label = label(field.getLabel());
    String key = "";
    if (type.startsWith("map<")) {
      String[] types = type.substring(4, type.length() - 1).split(",", 2);
      key = types[0].strip();
      type = types[1].strip();
      label = ProtoSchema.Label.MAP;
    }
    fields.put(
        field.getTag(),
        new ProtoSchema.Field(
            field.getName(), field.getTag(), resolved(scope, type), key, label, oneof));
  }

  private static void refuse(String scope, GroupElement group) {
    throw new SchemaException(
        "%s.%s is a group, and groups cannot be compared. Use a message in its place"
            .formatted(scope, group.getName()));
  }

  private static ProtoSchema.Label label(@Nullable Label label) {
    if (label == Label.REPEATED) {
      return ProtoSchema.Label.REPEATED;
    }
    return label == Label.REQUIRED ? ProtoSchema.Label.REQUIRED : ProtoSchema.Label.SINGULAR;
  }

  /** The innermost scope that knows the name wins, as in C++. */
  private String resolved(String scope, String type) {
    if (type.startsWith(".")) {
      return type.substring(1);
    }
    for (String outer = scope; !outer.isEmpty(); ) {
      if (known.contains(outer + "." + type)) {
        return outer + "." + type;
      }
      outer = outer.substring(0, Math.max(0, outer.lastIndexOf('.')));
    }
    return type;
  }

  ProtoSchema.Enumeration enumeration(String name, EnumElement element, boolean isOpen) {
    Map<String, Integer> constants = new LinkedHashMap<>();
    for (EnumConstantElement constant : element.getConstants()) {
      constants.put(constant.getName(), constant.getTag());
    }
    return new ProtoSchema.Enumeration(name, isOpen, constants, reserved(element.getReserveds()));
  }

  private static ProtoSchema.Reserved reserved(List<ReservedElement> elements) {
    List<ProtoSchema.Reserved.Range> numbers = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    for (ReservedElement element : elements) {
      for (Object value : element.getValues()) {
        if (value instanceof IntRange range) {
          numbers.add(new ProtoSchema.Reserved.Range(range.getFirst(), range.getLast()));
        } else if (value instanceof Integer number) {
          numbers.add(new ProtoSchema.Reserved.Range(number, number));
        } else {
          names.add(value.toString());
        }
      }
    }
    return new ProtoSchema.Reserved(numbers, names);
  }

  /** As ProtobufCodec reads the options of {@code busline/options.proto}. */
  private static Identity identity(String name, MessageElement element) {
    String type = option(element.getOptions(), "event_type").orElse(name);
    int version =
        option(element.getOptions(), "event_version").map(text -> version(name, text)).orElse(1);
    EventDefinition<?> named =
        EventDefinition.of(type, byte[].class)
            .inVersion(version)
            .withAliases(options(element.getOptions(), "alias"));
    Optional<String> key =
        element.getFields().stream()
            .filter(field -> option(field.getOptions(), "key").equals(Optional.of("true")))
            .map(FieldElement::getName)
            .findFirst();
    return new Identity(
        option(element.getOptions(), "topic").<EventDefinition<?>>map(named::inTopic).orElse(named),
        key);
  }

  private static int version(String name, String text) {
    try {
      return Math.max(1, Integer.decode(text));
    } catch (NumberFormatException e) {
      throw new SchemaException(
          "(busline.event_version) of %s is %s, which is not a whole number".formatted(name, text),
          e);
    }
  }

  private static String name(OptionElement option) {
    return option.getName().startsWith(".") ? option.getName().substring(1) : option.getName();
  }

  private static Optional<String> option(List<OptionElement> options, String name) {
    return options(options, name).stream().findFirst();
  }

  private static List<String> options(List<OptionElement> options, String name) {
    return options.stream()
        .filter(option -> name(option).equals(OPTIONS + name))
        .map(option -> option.getValue().toString().strip())
        .filter(value -> !value.isEmpty())
        .toList();
  }
}
