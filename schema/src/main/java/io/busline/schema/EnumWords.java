package io.busline.schema;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Field;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The words of an enum, from its fields: to ask for its constants would be to initialise it. */
final class EnumWords {
  private EnumWords() {}

  static Shape of(Class<?> type) {
    Set<String> written = new LinkedHashSet<>();
    Set<String> read = new LinkedHashSet<>();
    for (Field field : type.getDeclaredFields()) {
      if (field.isEnumConstant()) {
        JsonProperty named = field.getAnnotation(JsonProperty.class);
        String word = named == null || named.value().isEmpty() ? field.getName() : named.value();
        written.add(word);
        read.add(word);
        JsonAlias aliases = field.getAnnotation(JsonAlias.class);
        read.addAll(aliases == null ? List.of() : List.of(aliases.value()));
      }
    }
    return new Shape.Words(type.getSimpleName(), written, read);
  }
}
