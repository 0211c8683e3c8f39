// Publishes orders: every other one as bare JSON, the rest with the attributes of CloudEvents.
// node nats-writer.mjs SERVER SUBJECT COUNT
import { connect, headers } from "nats";

const [server, subject, count] = process.argv.slice(2);
const connection = await connect({ servers: server });
for (let number = 0; number < Number(count); number++) {
  const order = JSON.stringify({ orderId: `n-${number}`, amount: 40 + number / 4, note: "für Zoë" });
  if (number % 2 === 0) {
    connection.publish(subject, order);
  } else {
    const attributes = headers();
    attributes.set("ce-specversion", "1.0");
    attributes.set("ce-id", `node-${number}`);
    attributes.set("ce-source", "/node");
    attributes.set("ce-type", subject);
    attributes.set("ce-subject", encodeURIComponent(`kunde ${number}`));
    attributes.set("ce-datacontenttype", "application/json");
    connection.publish(subject, order, { headers: attributes });
  }
}
await connection.flush();
await connection.drain();
