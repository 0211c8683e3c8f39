package io.busline.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.json.JsonMapper;

class ChartTest {
  private static final Machine MACHINE =
      new Machine("2 × processor", 8, "Linux", "ext4", 140, "JVM 17", List.of());

  @Test
  void a_bar_is_as_long_as_busline_is_quick_beside_the_tuned_client() throws Exception {
    Document svg =
        drawn(
            row("Busline jetstream:", "jnats, tuned: JetStream", spread(0.9)),
            row("Busline amqp:", "amqp-client, tuned", spread(1.8)));

    List<Element> bars = all(svg, "rect");
    assertThat(bars).hasSize(2);
    assertThat(length(bars.get(1)) / length(bars.get(0))).isCloseTo(2, within(0.01));
    assertThat(texts(svg)).contains("Busline jetstream:", "0.90", "Busline amqp:", "1.80");
  }

  @Test
  void it_says_where_and_how_often_it_was_measured() throws Exception {
    Document svg = drawn(row("Busline kafka:", "kafka-clients, tuned", spread(1)));

    assertThat(texts(svg))
        .anySatisfy(text -> assertThat(text).contains("2 × processor", "JVM 17", "9 rounds"));
  }

  @Test
  void it_says_if_others_used_the_machine() {
    SuiteResult suite =
        new SuiteResult(
            "suite", "title", List.of(row("Busline nats:", "jnats, tuned", spread(1))), 4);

    assertThat(Chart.of(new Report(MACHINE, 9, List.of(suite))).svg())
        .contains("4 samples were disturbed by others");
  }

  @Test
  void what_is_no_rate_or_is_beside_something_else_has_no_bar() throws Exception {
    SuiteResult.Row time =
        new SuiteResult.Row(
            "Busline kafka:, p99",
            Unit.MICROS,
            spread(1),
            "kafka-clients, tuned",
            spread(1),
            Map.of(),
            List.of());

    Document svg =
        drawn(
            time,
            row("Busline publish", "Guava", spread(3)),
            row("jnats, one by one", "jnats, tuned", spread(0.1)),
            row("Busline nats:", "jnats, tuned: core", spread(0.9)));

    assertThat(all(svg, "rect")).hasSize(1);
  }

  @Test
  void names_are_text_and_not_markup() throws Exception {
    Document svg = drawn(row("Busline <&>", "client, tuned", spread(1)));

    assertThat(texts(svg)).contains("Busline <&>");
  }

  @Test
  void it_has_colours_for_dark_pages() {
    assertThat(Chart.of(report(row("Busline nats:", "jnats, tuned", spread(1)))).svg())
        .contains("prefers-color-scheme: dark");
  }

  @Test
  void a_report_without_a_comparison_is_not_drawn() {
    assertThatThrownBy(() -> Chart.of(report(row("a", "b", spread(1)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing to draw");
  }

  @Test
  void what_was_written_as_json_is_drawn_the_same() {
    JsonMapper json = JsonMapper.builder().build();
    Report report = report(row("Busline nats:", "jnats, tuned: core", new Spread(0.9, 0.8, 1)));

    Report read = json.readValue(json.writeValueAsString(report), Report.class);

    assertThat(read).isEqualTo(report);
    assertThat(Chart.of(read).svg()).isEqualTo(Chart.of(report).svg());
  }

  private static SuiteResult.Row row(String name, String versus, Spread ratio) {
    return new SuiteResult.Row(
        name, Unit.EVENTS_PER_SECOND, spread(1_000), versus, ratio, Map.of(), List.of(1_000.0));
  }

  private static Spread spread(double value) {
    return new Spread(value, value, value);
  }

  private static Report report(SuiteResult.Row... rows) {
    return new Report(MACHINE, 9, List.of(new SuiteResult("suite", "title", List.of(rows), 0)));
  }

  private static Document drawn(SuiteResult.Row... rows) throws Exception {
    String svg = Chart.of(report(rows)).svg();
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> all(Document svg, String name) {
    NodeList nodes = svg.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static List<String> texts(Document svg) {
    return all(svg, "text").stream().map(Element::getTextContent).toList();
  }

  private static double length(Element bar) {
    return Double.parseDouble(bar.getAttribute("width"));
  }
}
