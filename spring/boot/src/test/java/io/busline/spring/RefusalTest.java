package io.busline.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Each bad input is refused at the start, with its cure. */
class RefusalTest {

  static class TwoParameters {
    @Subscribe
    void ship(OrderCreated order, String more) {}
  }

  static class Answering {
    @Subscribe
    String ship(OrderCreated order) {
      return order.orderId();
    }
  }

  static class Unknown {
    @Subscribe
    void ship(Event<?> event) {}
  }

  static class Nameless {
    @Subscribe
    void ship(String text) {}
  }

  static class PatternWithoutGroup {
    @Subscribe(pattern = "order.>")
    void ship(byte[] data) {}
  }

  static class Fine {
    @Subscribe
    void ship(OrderCreated order) {}
  }

  static class Differing {
    @Subscribe(value = "a.b", group = "both")
    void one(String text) {}

    @Subscribe(value = "a.c", group = "both", concurrency = 2)
    void other(String text) {}
  }

  static class Sealed {
    @Subscribe
    final void ship(OrderCreated order) {}
  }

  static class Impatient {
    @Subscribe(firstDelay = "1h", maxDelay = "1s")
    void ship(OrderCreated order) {}
  }

  @Test
  void a_missing_url_is_named() {
    refused(
        Contexts.withoutUrl(),
        "busline.url is not set, so nothing says which broker carries events",
        "Set it, such as busline.url=");
  }

  @Test
  void a_scheme_that_no_module_knows_is_refused() {
    refused(
        Contexts.withoutUrl().withPropertyValues("busline.url=kafka://localhost"),
        "kafka",
        "busline-kafka");
  }

  @Test
  void a_misspelt_property_is_refused_with_the_one_that_was_meant() {
    refused(
        Contexts.memory().withPropertyValues("busline.fail-fats=true"),
        "busline.fail-fats",
        "Did you mean busline.fail-fast?");
  }

  @Test
  void a_broker_that_is_down_fails_the_start_if_that_is_asked_for() {
    refused(
        Contexts.withoutUrl()
            .withPropertyValues("busline.url=jetstream://127.0.0.1:1", "busline.fail-fast=true"),
        "127.0.0.1:1",
        "");
  }

  static class OnAnotherBus {
    @Subscribe(bus = "shopp")
    void ship(OrderCreated order) {}
  }

  static class Marking {
    @Subscribe(inbox = true)
    void ship(OrderCreated order) {}
  }

  static class MarkingPatterns {
    @Subscribe(pattern = "order.>", group = "g", inbox = true)
    void ship(byte[] data) {}
  }

  static class MarkingBroadcasts {
    @Subscribe(broadcast = true, inbox = true)
    void ship(OrderCreated order) {}
  }

  static class PatternsTogether {
    @Subscribe(pattern = "order.>", group = "g")
    void ship(List<Event<byte[]>> events) {}
  }

  static class Lazy {
    Lazy() {
      throw new IllegalStateException("no printer");
    }

    @Subscribe
    void ship(OrderCreated order) {}
  }

  private static ApplicationContextRunner twoBuses() {
    return Contexts.withoutUrl()
        .withPropertyValues(
            "busline.buses.shop.url=memory:refusal-shop",
            "busline.buses.bank.url=memory:refusal-bank");
  }

  @Test
  void two_buses_and_no_name_are_refused() {
    refused(
        twoBuses().withBean(Fine.class),
        "Fine.ship names no bus, and there are 2: bank, shop",
        "Name one of them");
  }

  @Test
  void a_bus_that_does_not_exist_is_refused() {
    refused(
        twoBuses().withBean(OnAnotherBus.class),
        "names the bus \"shopp\", which does not exist",
        "Did you mean shop?");
  }

  @Test
  void a_bus_with_a_name_and_no_url_is_refused() {
    refused(
        Contexts.withoutUrl().withPropertyValues("busline.buses.shop.service=s"),
        "busline.buses.shop.url is not set",
        "Set it");
  }

  @Test
  void a_misspelt_property_of_a_bus_with_a_name_is_refused() {
    refused(
        twoBuses().withPropertyValues("busline.buses.shop.ulr=memory:"),
        "busline.buses.shop.ulr",
        "busline.buses.NAME.url");
  }

  @Test
  void an_inbox_without_a_database_is_refused() {
    refused(
        Contexts.memory().withBean(Marking.class),
        "has inbox = true, and its bus has no outbox",
        "Add io.busline:busline-outbox and a DataSource");
  }

  @Test
  void an_inbox_for_a_pattern_is_refused() {
    refused(
        Contexts.memory().withBean(MarkingPatterns.class),
        "has a pattern and inbox = true",
        "Name a type");
  }

  @Test
  void an_inbox_for_a_broadcast_is_refused() {
    refused(
        Contexts.memory().withBean(MarkingBroadcasts.class),
        "is a broadcast, which marks no event",
        "Leave inbox = true out");
  }

  @Test
  void several_events_of_a_pattern_at_once_are_refused() {
    refused(
        Contexts.memory().withBean(PatternsTogether.class),
        "takes several events and has a pattern",
        "Take them one by one");
  }

  @Test
  void a_lazy_bean_that_cannot_be_made_is_named() {
    refused(
        Contexts.memory()
            .withBean(Lazy.class, Lazy::new, definition -> definition.setLazyInit(true)),
        "Lazy.ship cannot be called, because its bean cannot be made: no printer",
        "Mend what the bean needs");
  }

  @Test
  void data_that_no_codec_reads_is_refused() {
    refused(
        Contexts.memory()
            .withBean(Fine.class)
            .withClassLoader(
                new FilteredClassLoader(
                    new ClassPathResource("META-INF/services/io.busline.codec.Codec"))),
        "OrderCreated",
        "busline-json");
  }

  @Test
  void a_transaction_manager_that_is_not_the_outboxs_is_refused() {
    refused(
        OutboxTest.jdbc(Databases.h2())
            .withBean(
                "other",
                PlatformTransactionManager.class,
                () -> new JdbcTransactionManager(new DriverManagerDataSource(Databases.h2()))),
        "the transactions of JdbcTransactionManager do not span the data source",
        "busline.outbox.transaction-manager");
  }

  @Test
  void two_data_sources_and_no_name_are_refused() {
    refused(
        OutboxTest.jdbc(Databases.h2())
            .withBean("a", DataSource.class, () -> new DriverManagerDataSource(Databases.h2()))
            .withBean("b", DataSource.class, () -> new DriverManagerDataSource(Databases.h2())),
        "the outbox needs one DataSource, and there are 2",
        "busline.outbox.data-source");
  }

  @Test
  void tables_that_nobody_has_made_are_named_if_they_are_only_verified() {
    refused(
        OutboxTest.jdbc(Databases.h2())
            .withPropertyValues("busline.outbox.schema=verify", "busline.fail-fast=true"),
        "outbox",
        "");
  }

  @Test
  void settings_of_jackson_that_take_a_bound_away_are_refused() {
    refused(
        Contexts.memory()
            .withConfiguration(
                AutoConfigurations.of(
                    JacksonAutoConfiguration.class, BuslineJsonAutoConfiguration.class))
            .withPropertyValues("spring.jackson.json.read.ALLOW_SINGLE_QUOTES=true"),
        "the application's settings of Jackson do not do for events",
        "busline.json.application-settings=false");
  }

  @Test
  void delays_that_contradict_each_other_are_refused() {
    refused(Contexts.memory().withBean(Impatient.class), "maxDelay", "");
  }

  @Test
  void a_method_with_two_parameters_is_refused() {
    refused(
        Contexts.memory().withBean(TwoParameters.class),
        "TwoParameters.ship has 2 parameters",
        "Take one: the data, or Event<T> of it");
  }

  @Test
  void a_method_that_returns_something_is_refused() {
    refused(Contexts.memory().withBean(Answering.class), "returns String", "Return nothing");
  }

  @Test
  void a_parameter_that_names_no_class_is_refused() {
    refused(Contexts.memory().withBean(Unknown.class), "names no class of data", "Take a class");
  }

  @Test
  void a_class_without_a_type_is_refused() {
    refused(
        Contexts.memory().withBean(Nameless.class),
        "java.lang.String, which has no @EventType",
        "Annotate the class");
  }

  @Test
  void a_pattern_without_a_group_is_refused() {
    refused(
        Contexts.memory().withBean(PatternWithoutGroup.class),
        "has a pattern and no group",
        "Name it");
  }

  @Test
  void methods_of_one_group_with_different_options_are_refused() {
    refused(
        Contexts.memory().withBean(Differing.class),
        "shares the group both with",
        "Give both the same");
  }

  @Test
  void two_methods_for_one_type_in_one_group_are_refused() {
    refused(
        Contexts.memory().withBean("a", Fine.class).withBean("b", Fine.class), "order.created", "");
  }

  @Test
  void a_final_method_of_a_proxied_bean_is_refused() {
    refused(
        Contexts.memory().withBean(Sealed.class, RefusalTest::proxied),
        "is final or private, and its bean is a proxy",
        "Make it neither");
  }

  private static Sealed proxied() {
    ProxyFactory factory = new ProxyFactory(new Sealed());
    factory.setProxyTargetClass(true);
    return (Sealed) factory.getProxy();
  }

  @Test
  void a_service_without_a_name_is_refused_if_a_group_needs_it() {
    refused(
        Contexts.memory().withPropertyValues("spring.application.name=").withBean(Fine.class),
        "the service has no name",
        "Set busline.service or spring.application.name");
  }

  @Test
  void an_application_name_that_is_no_service_name_is_refused() {
    refused(Contexts.memory().withPropertyValues("spring.application.name=My Shop"), "My Shop", "");
  }

  private static void refused(ApplicationContextRunner application, String fault, String cure) {
    application.run(
        context -> {
          assertThat(context).hasFailed();
          FailureAnalysis analysis = Contexts.analysis(context.getStartupFailure());
          assertThat(analysis.getDescription()).contains(fault);
          assertThat(analysis.getAction()).isNotEmpty().contains(cure);
          assertThat(List.of(analysis.getDescription().split("\n"))).hasSize(1);
        });
  }
}
