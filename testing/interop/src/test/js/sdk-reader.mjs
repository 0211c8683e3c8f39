// Prints events as the CloudEvents SDK reads them: their attributes, and the data in Base64.
// node sdk-reader.mjs nats|amqp|kafka SERVER TYPE COUNT
import { read } from "./sdk-modes.mjs";

const [broker, server, type, count] = process.argv.slice(2);
const { open } = await import(`./sdk-${broker}.mjs`);
const connection = await open(server, type);
let left = Number(count);
await connection.receive(async (message) => {
  for (const event of read(broker, message)) {
    const { data, data_base64, ...attributes } = event;
    const json = event.datacontenttype === "application/json";
    const bytes = Buffer.from(json ? JSON.stringify(data) : (data ?? ""));
    console.log(JSON.stringify({ attributes, data: bytes.toString("base64") }));
    left -= 1;
  }
  if (left === 0) {
    setImmediate(() => connection.close());
  }
});
console.log("ready");
