// Publishes the events that both sides know, as the CloudEvents SDK writes them.
// node sdk-writer.mjs nats|amqp|kafka SERVER TYPE binary|structured|batch [SUBJECT]
import { events } from "./sdk-events.mjs";
import { messages } from "./sdk-modes.mjs";

const [broker, server, type, mode, subject] = process.argv.slice(2);
const { open } = await import(`./sdk-${broker}.mjs`);
const connection = await open(server, type);
for (const message of messages(broker, mode, events(type, subject))) {
  await connection.send(message);
}
await connection.close();
