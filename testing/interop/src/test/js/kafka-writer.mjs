// Publishes orders: every other one as bare JSON, the rest with the attributes of CloudEvents.
// node kafka-writer.mjs SERVER TOPIC TYPE COUNT
import { Kafka, logLevel } from "kafkajs";

const [server, topic, type, count] = process.argv.slice(2);
const kafka = new Kafka({ clientId: "writer", brokers: [server], logLevel: logLevel.ERROR });
const producer = kafka.producer();
await producer.connect();
const messages = [];
for (let number = 0; number < Number(count); number++) {
  const value = JSON.stringify({ orderId: `n-${number}`, amount: 40 + number / 4, note: "für Zoë" });
  const key = `kunde ${number}`;
  const headers =
    number % 2 === 0
      ? {}
      : {
          ce_specversion: "1.0",
          ce_id: `node-${number}`,
          ce_source: "/node",
          ce_type: type,
          ce_subject: key,
          "content-type": "application/json",
        };
  messages.push({ key, value, headers });
}
await producer.send({ topic, messages, acks: -1 });
await producer.disconnect();
