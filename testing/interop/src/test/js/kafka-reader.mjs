// Prints the records of a topic as a bare Kafka client sees them: key, headers and value.
// node kafka-reader.mjs SERVER TOPIC COUNT
import { Kafka, logLevel } from "kafkajs";

const [server, topic, count] = process.argv.slice(2);
const kafka = new Kafka({ clientId: "reader", brokers: [server], logLevel: logLevel.ERROR });
const consumer = kafka.consumer({ groupId: "interop-reader" });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
let left = Number(count);
consumer.run({
  eachMessage: async ({ message }) => {
    const headers = {};
    for (const [name, value] of Object.entries(message.headers)) {
      headers[name] = value.toString();
    }
    const key = message.key?.toString();
    console.log(JSON.stringify({ key, headers, body: JSON.parse(message.value) }));
    left -= 1;
    if (left === 0) {
      setImmediate(() => consumer.disconnect());
    }
  },
});
