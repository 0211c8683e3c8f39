package io.busline.json;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.lang.reflect.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Annotations of Jackson 2's databind, which Jackson 3 does not see: a property that one of them
 * renames or converts would be lost in silence. Those of {@code com.fasterxml.jackson.annotation}
 * belong to both.
 */
final class OlderAnnotations {
  private static final String OLD = "com.fasterxml.jackson.databind.annotation.";
  private static final String NEW = "tools.jackson.databind.annotation.";

  private OlderAnnotations() {}

  /** Refuses a class that has one, unless it has the same of Jackson 3 beside it. */
  static void refuse(Class<?> type) {
    for (Class<?> each = type; each != null && !isOfTheJdk(each); each = each.getSuperclass()) {
      refuseOwn(each);
      for (Class<?> its : each.getInterfaces()) {
        refuse(its);
      }
    }
  }

  private static boolean isOfTheJdk(Class<?> type) {
    return type.isPrimitive() || type.isArray() || type.getName().startsWith("java.");
  }

  private static void refuseOwn(Class<?> type) {
    for (AnnotatedElement element : elements(type)) {
      for (Annotation annotation : element.getAnnotations()) {
        refuse(type, element, annotation.annotationType().getName());
      }
    }
    String unseen = unseen(type);
    if (unseen != null) {
      throw refusal(unseen, type.getName());
    }
  }

  private static List<AnnotatedElement> elements(Class<?> type) {
    List<AnnotatedElement> elements = new ArrayList<>();
    elements.add(type);
    elements.addAll(List.of(type.getDeclaredFields()));
    List<Executable> executables = new ArrayList<>(List.of(type.getDeclaredMethods()));
    executables.addAll(List.of(type.getDeclaredConstructors()));
    for (Executable executable : executables) {
      elements.add(executable);
      elements.addAll(List.of(executable.getParameters()));
    }
    return elements;
  }

  private static void refuse(Class<?> type, AnnotatedElement element, String annotation) {
    if (!annotation.startsWith(OLD)) {
      return;
    }
    String simpleName = annotation.substring(OLD.length());
    for (Annotation beside : element.getAnnotations()) {
      if (beside.annotationType().getName().equals(NEW + simpleName)) {
        return;
      }
    }
    throw refusal(simpleName, place(type, element));
  }

  private static String place(Class<?> type, AnnotatedElement element) {
    AnnotatedElement member =
        element instanceof Parameter parameter ? parameter.getDeclaringExecutable() : element;
    return member instanceof Member named && !(member instanceof Constructor)
        ? type.getName() + "." + named.getName()
        : type.getName();
  }

  private static RefusedValueException refusal(String simpleName, String place) {
    return new RefusedValueException(
        "@%s of Jackson 2 is on %s, and the JSON codec has Jackson 3, which does not see it. Use %s%s; if Lombok wrote it, set lombok.jacksonized.jacksonVersion += 3 in lombok.config"
            .formatted(simpleName, place, NEW, simpleName));
  }

  /**
   * Where Jackson 2 is not on the class path, the JVM hides its annotations. The class file still
   * names them.
   */
  private static @Nullable String unseen(Class<?> type) {
    String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      if (in == null) {
        return null;
      }
      String names = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
      return unseen(names);
    } catch (IOException e) {
      // What cannot be read was looked at as far as it can be.
      return null;
    }
  }

  private static @Nullable String unseen(String names) {
    String old = "L" + OLD.replace('.', '/');
    for (int at = names.indexOf(old); at >= 0; at = names.indexOf(old, at + 1)) {
      int end = names.indexOf(';', at);
      if (end < 0) {
        return null;
      }
      String simpleName = names.substring(at + old.length(), end);
      if (!names.contains("L" + NEW.replace('.', '/') + simpleName + ";")) {
        return simpleName;
      }
    }
    return null;
  }
}
