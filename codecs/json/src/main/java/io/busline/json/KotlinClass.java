package io.busline.json;

import java.lang.annotation.Annotation;
import tools.jackson.databind.json.JsonMapper;

/** Classes that Kotlin has compiled, whose constructors only its own module of Jackson can read. */
final class KotlinClass {
  private static final String MODULE = "tools.jackson.module.kotlin.KotlinModule";

  private KotlinClass() {}

  /** What to do about a class that cannot be read, for the end of a sentence; or empty. */
  static String cure(Class<?> type, JsonMapper mapper) {
    for (Annotation annotation : type.getAnnotations()) {
      if (annotation.annotationType().getName().equals("kotlin.Metadata") && !isThere(mapper)) {
        return ". It is a class of Kotlin: add tools.jackson.module:jackson-module-kotlin to the class path";
      }
    }
    return "";
  }

  private static boolean isThere(JsonMapper mapper) {
    return mapper.registeredModules().stream()
        .anyMatch(module -> module.getClass().getName().equals(MODULE));
  }
}
