package io.busline.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A part of a snippet in Java: what stands between blank lines outside of all brackets.
 *
 * @param kind where it has to go for the compiler to take it
 * @param line the line of the page on which it begins
 * @param lines the code
 */
record Chunk(Kind kind, int line, List<String> lines) {
  enum Kind {
    IMPORTS,
    TYPE,
    MEMBER,
    STATEMENTS
  }

  private static final Pattern LITERAL =
      Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])+'|//.*");
  private static final Pattern ANNOTATION =
      Pattern.compile("^@\\w+(?!\\w)(?:\\((?:[^()]|\\([^()]*\\))*\\))?\\s*");
  private static final Pattern TYPE =
      Pattern.compile(
          "(?s)^(?:(?:public|final|abstract|sealed|static) )*(?:class|record|interface|enum) .*");
  private static final Pattern METHOD =
      Pattern.compile(
          "(?s)^(?!new |return )[\\w<>\\[\\], ]+ \\w+\\([^;]*\\) (?:throws [\\w, ]+ )?\\{.*");

  /** The chunks of a snippet. An ellipsis outside of a text stands for nothing. */
  static List<Chunk> of(Snippet snippet) {
    List<Chunk> chunks = new ArrayList<>();
    List<String> open = new ArrayList<>();
    int depth = 0;
    int begin = snippet.line();
    for (int at = 0; at < snippet.lines().size(); at++) {
      String line = snippet.lines().get(at);
      if (line.isBlank() && depth == 0) {
        close(chunks, open, begin);
        begin = snippet.line() + at + 1;
      } else {
        depth += depth(line);
        open.add(withoutEllipses(line));
      }
    }
    close(chunks, open, begin);
    return chunks;
  }

  private static void close(List<Chunk> chunks, List<String> open, int begin) {
    if (!open.isEmpty()) {
      chunks.add(new Chunk(kind(open), begin, List.copyOf(open)));
      open.clear();
    }
  }

  private static int depth(String line) {
    return LITERAL
        .matcher(line)
        .replaceAll("")
        .chars()
        .map(sign -> "({[".indexOf(sign) >= 0 ? 1 : ")}]".indexOf(sign) >= 0 ? -1 : 0)
        .sum();
  }

  private static String withoutEllipses(String line) {
    return LITERAL.matcher(line).replaceAll("").contains("…") ? line.replace("…", "") : line;
  }

  private static Kind kind(List<String> lines) {
    String code = String.join("\n", lines).replaceAll("(?m)^\\s*//.*\n", "").strip();
    String bare = code;
    while (ANNOTATION.matcher(bare).find()) {
      bare = ANNOTATION.matcher(bare).replaceFirst("");
    }
    if (code.startsWith("import ")) {
      return Kind.IMPORTS;
    } else if (TYPE.matcher(bare).matches()) {
      return Kind.TYPE;
    } else if (!bare.equals(code) || METHOD.matcher(bare).matches()) {
      return Kind.MEMBER;
    }
    return Kind.STATEMENTS;
  }
}
