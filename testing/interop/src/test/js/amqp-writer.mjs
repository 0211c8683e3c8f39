// Publishes orders: every other one as bare JSON, the rest with the attributes of CloudEvents.
// node amqp-writer.mjs SERVER EXCHANGE KEY COUNT PREFIX
import amqp from "amqplib";

const [server, exchange, key, count, prefix] = process.argv.slice(2);
const connection = await amqp.connect(`amqp://guest:guest@${server}`);
const channel = await connection.createConfirmChannel();
for (let number = 0; number < Number(count); number++) {
  const order = JSON.stringify({ orderId: `n-${number}`, amount: 40 + number / 4, note: "für Zoë" });
  const attributes = {
    [`${prefix}specversion`]: "1.0",
    [`${prefix}id`]: `node-${number}`,
    [`${prefix}source`]: "/node",
    [`${prefix}type`]: key,
    [`${prefix}subject`]: `kunde ${number}`,
  };
  const options =
    number % 2 === 0 ? {} : { contentType: "application/json", headers: attributes };
  channel.publish(exchange, key, Buffer.from(order), options);
}
await channel.waitForConfirms();
await connection.close();
