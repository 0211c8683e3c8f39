// The events that both sides know: one for each kind of data.
import { CloudEvent } from "cloudevents";

const common = {
  source: "/node/sdk",
  subject: "kunde 1",
  time: "2026-01-31T12:00:00.123Z",
  dataschema: "https://example.com/order",
  partitionkey: "kunde 1",
  count: 42,
  flag: true,
};

const kinds = {
  object: ["application/json", { orderId: "o-1", amount: 42.5, note: "für Zoë 😀" }],
  array: ["application/json", [1, "zwei", null]],
  string: ["application/json", "für Zoë"],
  ascii: ["text/plain", "plain text"],
  utf8: ["text/plain", "Grüße 😀"],
  xml: ["application/xml", "<note>für Zoë</note>"],
  binary: ["application/octet-stream", new Uint8Array([0, 1, 127, 128, 255])],
  none: [undefined, undefined],
};

export function events(type, subject = common.subject) {
  return Object.entries(kinds).map(
    ([id, [datacontenttype, data]]) => new CloudEvent({ ...common, subject, id, type, datacontenttype, data }),
  );
}
