package io.busline.spring.test;

import java.util.Map;
import org.testcontainers.containers.GenericContainer;

/** A container that Docker does not run: it stands for a server that is there. */
final class StandingContainer extends GenericContainer<StandingContainer> {
  private final String image;
  private final int port;

  StandingContainer(String image, int port, Map<String, String> environment) {
    super(image);
    this.image = image;
    this.port = port;
    withEnv(environment);
  }

  @Override
  public String getDockerImageName() {
    return image;
  }

  @Override
  public String getHost() {
    return "127.0.0.1";
  }

  @Override
  public Integer getMappedPort(int originalPort) {
    return port;
  }

  @Override
  public boolean isRunning() {
    return true;
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}
}
