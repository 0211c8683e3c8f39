// Prints the messages on a subject as a bare NATS client sees them: subject, headers and body.
// node nats-reader.mjs SERVER SUBJECT COUNT
import { connect } from "nats";

const [server, subject, count] = process.argv.slice(2);
const connection = await connect({ servers: server });
const subscription = connection.subscribe(subject, { max: Number(count) });
await connection.flush();
console.log("ready");
for await (const message of subscription) {
  const headers = {};
  for (const name of message.headers?.keys() ?? []) {
    headers[name] = message.headers.get(name);
  }
  console.log(JSON.stringify({ subject: message.subject, headers, body: message.json() }));
}
await connection.drain();
