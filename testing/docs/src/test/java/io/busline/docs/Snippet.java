package io.busline.docs;

import java.util.List;

/**
 * A block of code in a page.
 *
 * @param page the page's path from the root of the repository
 * @param line the line of the page on which the code begins
 * @param language the first word behind the fence
 * @param words the others; {@code run} asks to have it run
 * @param file the path of the file that the page says it is, or empty
 * @param lines the code
 */
record Snippet(
    String page, int line, String language, List<String> words, String file, List<String> lines) {

  String text() {
    return String.join("\n", lines) + "\n";
  }

  boolean isFile() {
    return !file.isEmpty();
  }

  @Override
  public String toString() {
    return page + ":" + line;
  }
}
