package tools.jackson.test;

import tools.jackson.core.Version;
import tools.jackson.databind.JacksonModule;

/** Passes for one of Jackson's own modules, of a release that is not the others'. */
public final class OldModule extends JacksonModule {
  @Override
  public String getModuleName() {
    return "old";
  }

  @Override
  public Version version() {
    return new Version(2, 99, 0, null, "tools.jackson.test", "old");
  }

  @Override
  public void setupModule(SetupContext context) {}
}
