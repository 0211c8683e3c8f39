// Messages { headers, body } of the exchange "sdk" with a type as the routing key.
import amqp from "amqplib";

const exchange = "sdk";

export async function open(server, type) {
  const connection = await amqp.connect(`amqp://guest:guest@${server}`);
  const channel = await connection.createConfirmChannel();
  await channel.assertExchange(exchange, "topic", { durable: true });
  return {
    // The content type is a property, not a header.
    async send({ headers: { "content-type": contentType, ...headers }, body }) {
      channel.publish(exchange, type, body, { contentType, headers });
      await channel.waitForConfirms();
    },
    async receive(handle) {
      const { queue } = await channel.assertQueue("", { exclusive: true });
      await channel.bindQueue(queue, exchange, type);
      await channel.consume(
        queue,
        ({ properties: { contentType, headers }, content }) =>
          handle({ headers: { ...headers, "content-type": contentType }, body: content }),
        { noAck: true },
      );
    },
    close: () => connection.close(),
  };
}
