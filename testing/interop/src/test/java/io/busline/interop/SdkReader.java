package io.busline.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.busline.event.Event;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running {@code sdk-reader.mjs}, which says what events the SDK makes of messages. */
record SdkReader(NodeProgram program) implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Starts to read; when this returns, nothing that is published is missed. */
  static SdkReader start(String broker, String server, String type, int count) {
    NodeProgram program = NodeProgram.start("sdk-reader.mjs", broker, server, type, count);
    assertThat(program.line()).isEqualTo("ready");
    return new SdkReader(program);
  }

  /** Waits for events in their order, and for the program's end. */
  void assertReads(List<Event<byte[]>> events) {
    for (Event<byte[]> event : events) {
      JsonNode read = JSON.readTree(program.line());
      assertThat(texts(read.get("attributes"))).isEqualTo(attributes(event));
      assertThat(Base64.getDecoder().decode(read.get("data").asString()))
          .as("data of %s", event)
          .isEqualTo(event.data());
    }
    program.await();
  }

  private static Map<String, String> texts(JsonNode attributes) {
    Map<String, String> texts = new LinkedHashMap<>();
    attributes.properties().forEach(one -> texts.put(one.getKey(), one.getValue().asString()));
    return texts;
  }

  private static Map<String, String> attributes(Event<?> event) {
    Map<String, String> attributes = new LinkedHashMap<>(event.extensions());
    attributes.put("specversion", "1.0");
    attributes.put("id", event.id());
    attributes.put("source", event.source());
    attributes.put("type", event.type());
    event.subject().ifPresent(subject -> attributes.put("subject", subject));
    event.time().ifPresent(time -> attributes.put("time", time.toString()));
    event.dataContentType().ifPresent(type -> attributes.put("datacontenttype", type));
    event.dataSchema().ifPresent(schema -> attributes.put("dataschema", schema));
    return attributes;
  }

  @Override
  public void close() {
    program.close();
  }
}
