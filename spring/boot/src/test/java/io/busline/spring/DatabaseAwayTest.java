package io.busline.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.logs.MayWarn;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;

class DatabaseAwayTest {

  @Test
  @MayWarn("not available")
  void an_application_starts_without_its_database_is_not_ready_and_recovers() {
    String url = Databases.h2();
    OutboxTest.jdbc(url + ";IFEXISTS=TRUE")
        .withPropertyValues(
            "spring.datasource.hikari.connection-timeout=250",
            "spring.datasource.hikari.initialization-fail-timeout=-1")
        .run(
            context -> {
              HealthEndpoint health = context.getBean(HealthEndpoint.class);
              AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
              assertThat(health.healthForPath("readiness").getStatus())
                  .isEqualTo(Status.OUT_OF_SERVICE);
              assertThat(health.healthForPath("buslineOutbox").getStatus()).isEqualTo(Status.DOWN);

              try (Connection made = DriverManager.getConnection(url, "sa", "")) {
                assertThat(made.isValid(1)).isTrue();
                Contexts.await(
                    () -> health.healthForPath("readiness").getStatus().equals(Status.UP));
                context.getBean(OutboxTest.Shop.class).place("o-1");
                assertThat(context.getBean(SubscribeTest.ByData.class).next())
                    .isEqualTo(new OrderCreated("o-1", 1));
              }
            });
  }
}
