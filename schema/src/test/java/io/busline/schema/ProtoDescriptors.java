package io.busline.schema;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Makes Protobuf read and write what a file without packages and nested types says. */
final class ProtoDescriptors {
  private ProtoDescriptors() {}

  static ProtoSchema schema(Path file, String text) throws IOException {
    return ProtoReader.read(Files.writeString(file, text).toString());
  }

  static Descriptor of(ProtoSchema schema, String message) throws DescriptorValidationException {
    boolean isOpen = schema.enums().values().stream().allMatch(ProtoSchema.Enumeration::isOpen);
    FileDescriptorProto.Builder file =
        FileDescriptorProto.newBuilder().setSyntax(isOpen ? "proto3" : "proto2");
    schema.messages().values().forEach(each -> file.addMessageType(message(schema, each)));
    schema.enums().values().forEach(each -> file.addEnumType(enumeration(each)));
    return FileDescriptor.buildFrom(file.build(), new FileDescriptor[0])
        .findMessageTypeByName(message);
  }

  private static DescriptorProto message(ProtoSchema schema, ProtoSchema.Message message) {
    DescriptorProto.Builder made = DescriptorProto.newBuilder().setName(message.name());
    List<String> oneofs = new ArrayList<>();
    for (ProtoSchema.Field field : message.fields().values()) {
      FieldDescriptorProto.Builder added =
          made.addFieldBuilder()
              .setName(field.name())
              .setNumber(field.number())
              .setLabel(label(field));
      if (schema.messages().containsKey(field.type())) {
        added.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName("." + field.type());
      } else if (schema.enums().containsKey(field.type())) {
        added.setType(FieldDescriptorProto.Type.TYPE_ENUM).setTypeName("." + field.type());
      } else {
        added.setType(
            FieldDescriptorProto.Type.valueOf("TYPE_" + field.type().toUpperCase(Locale.ROOT)));
      }
      if (!field.oneof().isEmpty()) {
        if (!oneofs.contains(field.oneof())) {
          oneofs.add(field.oneof());
          made.addOneofDecl(OneofDescriptorProto.newBuilder().setName(field.oneof()));
        }
        added.setOneofIndex(oneofs.indexOf(field.oneof()));
      }
    }
    return made.build();
  }

  private static Label label(ProtoSchema.Field field) {
    return switch (field.label()) {
      case REPEATED -> Label.LABEL_REPEATED;
      case REQUIRED -> Label.LABEL_REQUIRED;
      default -> Label.LABEL_OPTIONAL;
    };
  }

  private static EnumDescriptorProto enumeration(ProtoSchema.Enumeration enumeration) {
    EnumDescriptorProto.Builder made = EnumDescriptorProto.newBuilder().setName(enumeration.name());
    enumeration
        .constants()
        .forEach(
            (name, number) ->
                made.addValue(
                    EnumValueDescriptorProto.newBuilder().setName(name).setNumber(number)));
    return made.build();
  }
}
