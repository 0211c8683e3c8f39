package io.busline.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

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
