package io.busline.docs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import lombok.Lombok;

/** The snippets of Java in a list of pages, compiled against Busline's modules. */
final class JavaSnippets {
  private static final String PACKAGE = "io.busline.docs.snippets.";

  private final List<JavaSource> sources = new ArrayList<>();
  private final Path folder;

  /**
   * Takes all snippets of the pages.
   *
   * @param pages the pages
   * @param folder where sources and classes go
   */
  JavaSnippets(List<Page> pages, Path folder) {
    this.folder = folder;
    pages.forEach(this::add);
  }

  private void add(Page page) {
    String name = className(page.path());
    String parent = scaffold(name);
    int count = 0;
    for (Snippet snippet : page.snippets()) {
      if (!snippet.language().equals("java")) {
        continue;
      }
      if (snippet.isFile()) {
        sources.add(JavaSource.file(snippet, folder));
      } else {
        String fragment = PACKAGE + name + ++count;
        sources.add(JavaSource.fragment(snippet, fragment, parent, folder));
        parent = fragment;
      }
    }
  }

  /** {@code docs/guide/spring-boot.md} is {@code SpringBoot}. */
  private static String className(String path) {
    StringBuilder name = new StringBuilder();
    for (String word : path.replaceAll(".*/|\\.md$", "").toLowerCase(Locale.ROOT).split("-", -1)) {
      name.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
    }
    return name.toString();
  }

  /** What a page takes for granted: a class of its own, or what all pages share. */
  private static String scaffold(String name) {
    String own = "io.busline.docs.scaffold." + name + "Page";
    return JavaSnippets.class.getResource("/" + own.replace('.', '/') + ".class") == null
        ? "io.busline.docs.scaffold.AnyPage"
        : own;
  }

  List<JavaSource> sources() {
    return sources;
  }

  /**
   * Compiles all of them.
   *
   * @return what the compiler refuses, each with its place in a page
   */
  List<String> compile() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
      write();
      files.setLocation(StandardLocation.CLASS_OUTPUT, List.of(folder.toFile()));
      files.setLocation(StandardLocation.CLASS_PATH, classPath());
      files.setLocation(StandardLocation.ANNOTATION_PROCESSOR_PATH, List.of(lombok()));
      compiler.getTask(null, files, found, List.of("-nowarn", "-Xlint:none"), null, sources).call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(JavaSnippets::tell)
        .toList();
  }

  /** For Lombok, which looks for its settings beside a source that is there. */
  private void write() throws IOException {
    Files.writeString(folder.resolve("lombok.config"), "lombok.jacksonized.jacksonVersion += 3\n");
    for (JavaSource source : sources) {
      Files.writeString(Path.of(source.toUri()), source.getCharContent(true));
    }
  }

  private static String tell(Diagnostic<? extends JavaFileObject> diagnostic) {
    String place =
        diagnostic.getSource() instanceof JavaSource source
            ? source.place(diagnostic.getLineNumber())
            : "javac";
    return place + ": " + diagnostic.getMessage(Locale.ROOT);
  }

  /** What this test runs with; Surefire's own jar names it in a property. */
  static List<File> classPath() {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(path.split(File.pathSeparator, -1)).map(File::new).toList();
  }

  private static File lombok() {
    return new File(Lombok.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }
}
