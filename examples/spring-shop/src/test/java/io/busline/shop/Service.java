package io.busline.shop;

import io.busline.servers.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service of the shop in a JVM of its own, seen from outside. */
final class Service implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final Class<?> application;
  private final List<String> arguments;
  private final URI address;
  private JavaProcess process;

  private Service(Class<?> application, List<String> arguments, int port) {
    this.application = application;
    this.arguments = arguments;
    this.address = URI.create("http://127.0.0.1:" + port);
    this.process = launch();
  }

  /** Starts one, and waits until it is ready. */
  static Service start(Class<?> application, Path folder, String... properties) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    List<String> arguments = new ArrayList<>(Arrays.asList(properties));
    arguments.add("--server.port=" + port);
    arguments.add("--logging.threshold.console=off");
    arguments.add("--logging.file.name=" + folder.resolve(application.getSimpleName() + ".log"));
    Service service = new Service(application, arguments, port);
    service.awaitReady();
    return service;
  }

  private JavaProcess launch() {
    return JavaProcess.start(application, arguments.toArray(String[]::new));
  }

  void kill() {
    process.kill();
  }

  /** Ends it by SIGTERM; answers how long that took. */
  Duration terminate() {
    long begun = System.nanoTime();
    process.terminate();
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  void startAgain() {
    process.close();
    process = launch();
    awaitReady();
  }

  private void awaitReady() {
    Eventually.until(
        application.getSimpleName() + " is ready",
        () -> status("GET", "/actuator/health", "") == 200,
        () -> "it is not, see its log");
  }

  JsonNode get(String path) {
    return JSON.readTree(send("GET", path, "").body());
  }

  /** The status of the answer; 0 if there is none. */
  int status(String method, String path, String body) {
    try {
      return send(method, path, body).statusCode();
    } catch (UncheckedIOException e) {
      return 0;
    }
  }

  private HttpResponse<String> send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts a test", e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
