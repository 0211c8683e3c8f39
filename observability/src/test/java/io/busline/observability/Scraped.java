package io.busline.observability;

import com.sun.net.httpserver.HttpServer;
import io.busline.micrometer.BuslineMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A troubled service with Micrometer, which Prometheus can scrape. */
final class Scraped implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Troubled troubled = new Troubled(() -> BuslineMetrics.of(registry));
  private final HttpServer server;

  Scraped() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/metrics",
        exchange -> {
          byte[] body = scrape().getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  String scrape() {
    return registry.scrape();
  }

  void bringAbout() {
    troubled.bringAbout();
  }

  @Override
  public void close() {
    server.stop(0);
    troubled.close();
    registry.close();
  }
}
