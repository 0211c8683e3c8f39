package io.busline.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import io.busline.schema.Effect.Impact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is said of a field whose type has changed, against what Protobuf does: values of every type
 * are really written, and really read as every other type.
 */
class ProtoValuesTest {
  private static final String FILE =
      """
      syntax = "proto3";
      message Inner { int32 number = 1; }
      enum Colour { NONE = 0; RED = 1; TWO = 2; LAST = -1; }
      message M { %s v = 1; }
      """;

  /** A usual value of each type, and those that are hardest on a reader. */
  private static final Map<String, List<Object>> DATA = data();

  /** Where the guide of Protobuf promises less than what happens here. */
  private static final Map<String, Set<String>> NOT_PROMISED =
      Map.of("Colour", Set.of("bool"), "bool", Set.of("sint32", "sint64"));

  @TempDir Path folder;

  private static Map<String, List<Object>> data() {
    Map<String, List<Object>> data = new LinkedHashMap<>();
    List<Object> ints = List.of(1, Integer.MAX_VALUE, -1);
    List<Object> longs = List.of(1L, Long.MAX_VALUE, -1L);
    List.of("int32", "uint32", "sint32", "fixed32", "sfixed32").forEach(t -> data.put(t, ints));
    List.of("int64", "uint64", "sint64", "fixed64", "sfixed64").forEach(t -> data.put(t, longs));
    data.put("bool", List.of(true));
    data.put("float", List.of(1.0f));
    data.put("double", List.of(1.0));
    data.put("Colour", List.of(1, 2, -1));
    data.put("string", List.of("a text", "ä"));
    data.put("bytes", List.of(ByteString.copyFromUtf8("a text"), ByteString.fromHex("ff")));
    data.put("Inner", List.of(1));
    return data;
  }

  static List<String> types() {
    return List.copyOf(DATA.keySet());
  }

  @ParameterizedTest
  @MethodSource("types")
  void what_is_said_of_readers_is_what_protobuf_does(String reader) throws Exception {
    ProtoSchema old = schema(reader);
    Map<String, Impact> said = new LinkedHashMap<>();
    Map<String, Impact> done = new LinkedHashMap<>();
    for (String writer : types()) {
      ProtoSchema now = schema(writer);
      said.put(writer, said(old, now));
      done.put(writer, done(old, now, DATA.get(writer)));
    }

    for (String writer : NOT_PROMISED.getOrDefault(reader, Set.of())) {
      assertThat(said.remove(writer)).isGreaterThan(done.remove(writer));
    }
    assertThat(said).isEqualTo(done);
  }

  private ProtoSchema schema(String type) throws Exception {
    return ProtoDescriptors.schema(folder.resolve(type + ".proto"), FILE.formatted(type));
  }

  private static Impact said(ProtoSchema old, ProtoSchema now) {
    List<Change> changes = new ProtoFields(old, now, Map.of()).changes("M", "M");
    return changes.isEmpty() ? Impact.FINE : changes.get(0).oldReaders().impact();
  }

  /** Broken if something is refused, or not even the usual value comes through. */
  private static Impact done(ProtoSchema old, ProtoSchema now, List<Object> values)
      throws Exception {
    Descriptor reader = ProtoDescriptors.of(old, "M");
    Descriptor writer = ProtoDescriptors.of(now, "M");
    List<Boolean> same = new ArrayList<>();
    for (Object value : values) {
      DynamicMessage message = message(writer, value);
      try {
        DynamicMessage read = DynamicMessage.parseFrom(reader, message.toByteString());
        same.add(shown(read).equals(shown(message)));
      } catch (InvalidProtocolBufferException e) {
        return Impact.BREAKS;
      }
    }
    if (!same.get(0)) {
      return Impact.BREAKS;
    }
    return same.contains(false) ? Impact.CAUTION : Impact.FINE;
  }

  private static DynamicMessage message(Descriptor type, Object value) {
    FieldDescriptor field = type.findFieldByNumber(1);
    return DynamicMessage.newBuilder(type).setField(field, of(field, value)).build();
  }

  private static Object of(FieldDescriptor field, Object value) {
    return switch (field.getJavaType()) {
      case ENUM -> field.getEnumType().findValueByNumber((Integer) value);
      case MESSAGE -> {
        Descriptor type = field.getMessageType();
        yield DynamicMessage.newBuilder(type).setField(type.findFieldByNumber(1), value).build();
      }
      default -> value;
    };
  }

  /** The value as text that is the same for types that mean the same. */
  private static String shown(DynamicMessage message) {
    FieldDescriptor field = message.getDescriptorForType().findFieldByNumber(1);
    Object value = message.getField(field);
    if (value instanceof EnumValueDescriptor constant) {
      return constant.getIndex() < 0 ? "unknown" : String.valueOf(constant.getNumber());
    }
    if (value instanceof Boolean truth) {
      return truth ? "1" : "0";
    }
    return switch (field.getType()) {
      case UINT32, FIXED32 -> Integer.toUnsignedString((Integer) value);
      case UINT64, FIXED64 -> Long.toUnsignedString((Long) value);
      case BYTES -> ((ByteString) value).toStringUtf8();
      case MESSAGE -> "a message: " + value;
      default -> value.toString();
    };
  }
}
