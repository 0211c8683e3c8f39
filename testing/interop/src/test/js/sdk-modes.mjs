// The SDK's messages for each broker, { key, headers, body }, and its events of them. Its binding
// for Kafka is used on Kafka; for NATS and AMQP it has none, and people take the one for HTTP.
import { HTTP, Kafka } from "cloudevents";

const batch = "application/cloudevents-batch+json";

// A message for each event in the mode that is called so; in mode "batch" one for all.
export function messages(broker, mode, events) {
  if (mode === "batch") {
    return [{ headers: { "content-type": batch }, body: bytes(JSON.stringify(events)) }];
  }
  return events.map((event) => (broker === "kafka" ? forKafka(mode, event) : forHttp(mode, event)));
}

function forHttp(mode, event) {
  const { headers, body } = HTTP[mode](event);
  return { headers, body: bytes(body) };
}

// What it leaves to the caller: an object is not text yet, and what is undefined is no header.
function forKafka(mode, event) {
  const { key, headers, value } = Kafka[mode](event);
  const present = Object.entries(headers).filter(([, header]) => header !== undefined);
  return { key, headers: Object.fromEntries(present), body: bytes(value) };
}

function bytes(body) {
  const object = typeof body === "object" && !ArrayBuffer.isView(body);
  return Buffer.from(object ? JSON.stringify(body) : (body ?? ""));
}

// The events of a message: one, or those of a batch.
export function read(broker, { key, headers, body }) {
  if (broker === "kafka") {
    return [Kafka.toEvent({ key, headers, value: body })].flat();
  }
  const types = [headers["content-type"], headers["ce-datacontenttype"]];
  const opaque = types.includes("application/octet-stream");
  return [HTTP.toEvent({ headers, body: opaque ? body : body.toString() })].flat();
}
