// Prints the messages of an exchange as a bare RabbitMQ client sees them: key, headers and body.
// node amqp-reader.mjs SERVER EXCHANGE KEY COUNT
import amqp from "amqplib";

const [server, exchange, key, count] = process.argv.slice(2);
const connection = await amqp.connect(`amqp://guest:guest@${server}`);
const channel = await connection.createChannel();
await channel.assertExchange(exchange, "topic", { durable: true });
const { queue } = await channel.assertQueue("", { exclusive: true });
await channel.bindQueue(queue, exchange, key);
let left = Number(count);
await channel.consume(queue, (message) => {
  const { headers, contentType } = message.properties;
  const body = JSON.parse(message.content.toString());
  console.log(JSON.stringify({ key: message.fields.routingKey, contentType, headers, body }));
  channel.ack(message);
  if (--left === 0) {
    connection.close();
  }
});
console.log("ready");
