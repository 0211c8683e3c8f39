package io.busline.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;

/** What every jar has to say of itself: its licence, and a module name that lasts. */
final class JarRules {
  private JarRules() {}

  /**
   * What is wrong with a jar.
   *
   * @param isCode whether it has classes, as opposed to sources or documentation
   */
  static List<String> faults(Path file, boolean isCode) throws IOException {
    List<String> faults = new ArrayList<>();
    try (JarFile jar = new JarFile(file.toFile())) {
      for (String text : List.of("META-INF/LICENSE", "META-INF/NOTICE")) {
        if (jar.getEntry(text) == null) {
          faults.add(file.getFileName() + " has no " + text);
        }
      }
      if (isCode && !hasModuleName(jar)) {
        faults.add(
            file.getFileName()
                + " has neither module-info.class nor Automatic-Module-Name: set it in its pom.xml");
      }
    }
    return faults;
  }

  private static boolean hasModuleName(JarFile jar) throws IOException {
    return jar.getEntry("module-info.class") != null
        || (jar.getManifest() != null
            && jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name") != null);
  }
}
