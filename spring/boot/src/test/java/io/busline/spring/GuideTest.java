package io.busline.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.EventBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.CommandLineRunner;
import org.springframework.jdbc.core.JdbcTemplate;

/** The guide's code compiles, and does what the guide says. */
class GuideTest {
  private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  @Test
  void every_snippet_is_compiled() throws IOException {
    String guide = Files.readString(Path.of("..", "..", "docs", "guide", "spring-boot.md"));
    // What comes then is of another module, which this one cannot know.
    String ours = guide.substring(0, guide.indexOf("\n## Tests"));
    Path here = Path.of("src/test/java/io/busline/spring");
    String examples =
        Files.readString(here.resolve("GuideExamples.java"))
            + Files.readString(here.resolve("hello/Shop.java"));
    List<String> snippets =
        BLOCK.matcher(ours).results().map(GuideTest::code).map(GuideTest::dense).toList();

    assertThat(snippets).isNotEmpty();
    assertThat(snippets).allSatisfy(snippet -> assertThat(dense(examples)).contains(snippet));
  }

  private static String code(MatchResult block) {
    return block.group(1);
  }

  /** The same but for how lines are broken and nested classes marked. */
  private static String dense(String code) {
    return code.replace("static class", "class").replaceAll("\\s+", "");
  }

  @Test
  void the_handlers_of_the_guide_are_subscribed() {
    Contexts.memory()
        .withPropertyValues("busline.buses.bank.url=memory:guide-bank")
        .withBean(GuideExamples.Handlers.class)
        .withBean(GuideExamples.Bank.class)
        .run(
            context -> {
              EventBus bus = context.getBean(EventBus.class);
              GuideExamples.Handlers handlers = context.getBean(GuideExamples.Handlers.class);
              bus.publish(new OrderCreated("o-1", 1));
              bus.publish("page.read", List.of(new OrderCreated("o-2", 1)));
              bus.publish(new GuideExamples.PriceChanged("a-1", 99));
              Contexts.await(
                  () ->
                      handlers.invoices.size() == 3
                          && handlers.log.contains("order.created")
                          && handlers.prices.containsKey("a-1"));

              EventBus bank = context.getBean("bankEventBus", EventBus.class);
              GuideExamples.Bank gate = context.getBean(GuideExamples.Bank.class);
              CommandLineRunner greeting = gate.greet(bank);
              greeting.run();
              Contexts.await(() -> gate.log.contains("o-1"));
            });
  }

  @Test
  void the_transactions_of_the_guide_commit_and_publish() {
    OutboxTest.database(Databases.h2())
        .withBean(GuideExamples.Accounts.class)
        .run(
            context -> {
              JdbcTemplate database = context.getBean(JdbcTemplate.class);
              database.execute("CREATE TABLE orders (id VARCHAR(20) PRIMARY KEY)");
              database.execute("CREATE TABLE charges (id VARCHAR(20) PRIMARY KEY)");
              context.getBean(GuideExamples.Accounts.class).place(new OrderCreated("o-1", 1));
              Contexts.await(
                  () ->
                      database
                          .queryForList("SELECT id FROM charges", String.class)
                          .contains("o-1"));
            });
  }
}
