package io.busline.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/** Jackson's annotations, but for what they must not allow. */
final class StrictAnnotations extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  /** A record's primitive is required: nothing else tells a missing number from a zero. */
  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    return (member instanceof AnnotatedParameter && member.getRawType().isPrimitive())
        ? Boolean.TRUE
        : super.hasRequiredMarker(config, member);
  }

  /** A document may name a subtype by a word that the class knows, but not a Java class. */
  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated annotated) {
    JsonTypeInfo.Value info = super.findPolymorphicTypeInfo(config, annotated);
    if (info != null
        && (info.getIdType() == JsonTypeInfo.Id.CLASS
            || info.getIdType() == JsonTypeInfo.Id.MINIMAL_CLASS)) {
      throw new RefusedValueException(
          "the type information of %s lets the document name a Java class. Use @JsonTypeInfo(use = Id.NAME) with @JsonSubTypes"
              .formatted(annotated.getRawType().getName()));
    }
    return info;
  }
}
