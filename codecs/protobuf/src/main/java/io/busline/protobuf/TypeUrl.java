package io.busline.protobuf;

/**
 * The type URL of an {@code Any}, and the same as an absolute URI, which {@code dataschema} must
 * be: Protobuf takes a type URL without a scheme for one of {@code https}.
 */
final class TypeUrl {
  private static final String SCHEME = "https://";
  private static final String HOST = "type.googleapis.com/";

  private TypeUrl() {}

  static String schemaOf(String messageName) {
    return SCHEME + HOST + messageName;
  }

  static String toSchema(String typeUrl) {
    return typeUrl.isEmpty() || typeUrl.contains(":") ? typeUrl : SCHEME + typeUrl;
  }

  static String ofSchema(String schema) {
    return schema.startsWith(SCHEME + HOST) ? schema.substring(SCHEME.length()) : schema;
  }
}
