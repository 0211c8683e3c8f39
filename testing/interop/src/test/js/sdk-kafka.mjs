// Messages { key, headers, body } of the topic that is a type without its last part.
import { Kafka, logLevel } from "kafkajs";

export async function open(server, type) {
  const kafka = new Kafka({ clientId: "sdk", brokers: [server], logLevel: logLevel.ERROR });
  const topic = type.slice(0, type.lastIndexOf("."));
  const clients = [];
  async function connected(client) {
    await client.connect();
    clients.push(client);
    return client;
  }
  let producer;
  return {
    async send({ key, headers, body }) {
      producer ??= await connected(kafka.producer());
      const texts = Object.entries(headers).map(([name, value]) => [name, String(value)]);
      await producer.send({ topic, messages: [{ key, headers: Object.fromEntries(texts), value: body }] });
    },
    async receive(handle) {
      const admin = await connected(kafka.admin());
      await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: false });
      // The broker hears of a topic a moment later, which the client, when it waits, takes for an error.
      while (!(await admin.listTopics()).includes(topic)) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      const consumer = await connected(kafka.consumer({ groupId: `sdk-${topic}` }));
      await consumer.subscribe({ topic, fromBeginning: true });
      await consumer.run({
        eachMessage: ({ message: { key, headers, value } }) =>
          handle({ key: key?.toString(), headers: texts(headers), body: value }),
      });
    },
    async close() {
      for (const client of clients) {
        await client.disconnect();
      }
    },
  };
}

function texts(headers) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.toString()]));
}
