package io.busline.observability;

import io.busline.opentelemetry.OpenTelemetryObserver;
import io.opentelemetry.api.GlobalOpenTelemetry;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A troubled service under OpenTelemetry's agent, which exports for Prometheus. */
final class TroubledProgram {
  private TroubledProgram() {}

  /** Waits for a line, has its troubles, and lives until there are no more lines. */
  public static void main(String[] arguments) throws Exception {
    try (Troubled troubled =
            new Troubled(() -> OpenTelemetryObserver.of(GlobalOpenTelemetry.get()));
        BufferedReader in =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        troubled.bringAbout();
      }
    }
  }
}
