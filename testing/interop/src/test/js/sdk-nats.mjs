// Messages { headers, body } on the subject that is called as a type.
import { connect, headers as none } from "nats";

export async function open(server, type) {
  const connection = await connect({ servers: server });
  return {
    async send({ headers, body }) {
      const all = none();
      for (const [name, value] of Object.entries(headers)) {
        all.set(name, String(value));
      }
      connection.publish(type, body, { headers: all });
    },
    async receive(handle) {
      connection.subscribe(type, {
        callback: (error, message) => handle({ headers: decoded(message.headers), body: Buffer.from(message.data) }),
      });
      await connection.flush();
    },
    async close() {
      await connection.flush();
      await connection.drain();
    },
  };
}

// The binding of NATS has values percent-encoded, which the SDK does not know.
function decoded(headers) {
  return Object.fromEntries(headers.keys().map((name) => [name, decodeURIComponent(headers.get(name))]));
}
