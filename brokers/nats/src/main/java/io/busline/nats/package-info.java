/**
 * Buses over NATS: {@code nats://}, which keeps nothing, and {@code jetstream://}, which does.
 *
 * <h2>URL</h2>
 *
 * <p>{@code nats://HOST:PORT,HOST:PORT}, with {@code USER:PASSWORD@} or {@code TOKEN@} before the
 * hosts. Options of both schemes: {@code credentials=FILE}, a user's key, with or without a JWT;
 * {@code tls=true}; {@code trust=FILE}, certificates in PEM to trust instead of the JVM's; {@code
 * insecure=true} to send credentials unencrypted to another machine; {@code
 * content-mode=structured} to write events as JSON, with copies of their attributes as headers. Of
 * {@code nats://} alone: {@code dead-letters=URL}, percent-encoded, a second bus that keeps what
 * could not be handled. Of {@code jetstream://} alone: {@code retention} (default 7d), how long
 * events are kept; {@code duplicates} (2m), how long an event published twice is recognised; {@code
 * replicas} (1); {@code max-bytes}, how large each stream may grow, which then refuses what is new;
 * {@code lease} (10s), how long an instance that gives no sign of life keeps its keys; {@code
 * topology}, which is {@code create}, {@code verify} or {@code none}.
 *
 * <h2>Mapping</h2>
 *
 * <p>A subject is an event's type, a pattern is the same for both. Attributes are {@code ce-}
 * headers as CloudEvents has them for NATS, the body is the data; whole events in JSON are read
 * too, and so is a message without any header, whose subject is its type. There are no topics in
 * core NATS; an event's topic is its type's default one. A group is a queue group.
 *
 * <p>In JetStream a topic is a stream, named after it with an equals sign for each dot, that stores
 * the subjects of its types. What a group has done is one value for each stream in the bucket
 * {@code busline-groups}: a key belongs to one of 32 slots, the instances own slots, each reads the
 * stream through a consumer of its own and keeps what is in its slots. Dead letters are the stream
 * {@code =busline-dead-letters}.
 *
 * <h2>Guarantees</h2>
 *
 * <p>Of {@code nats://}: at most once. A receipt says that the server has read the event, because
 * it has answered a ping that was sent after it; nobody need have been there to get it. A publish
 * fails if the server is out of reach or refuses the subject; if the connection is lost before the
 * answer its outcome is unknown, and the event may still come. An event that several interests of a
 * subscription match arrives once. What comes faster than it is handled waits, up to about 80 MiB,
 * and is dropped then; how much was dropped is told by the bus's health.
 *
 * <p>Of {@code jetstream://}: a confirmed event is in its stream, which the server syncs to the
 * disk every 2 minutes unless it is told otherwise. It reaches every group at least once; events of
 * one key in one topic reach one instance at a time, in order. What was on its way when the
 * connection broke has an unknown outcome; publishing it again within {@code duplicates} is safe.
 *
 * <h2>Capabilities</h2>
 *
 * <p>Of {@code nats://}: {@link io.busline.spi.Capability#GROUPS}; {@link
 * io.busline.spi.Capability#DEAD_LETTERS} with {@code dead-letters=}. Of {@code jetstream://}: all
 * but {@link io.busline.spi.Capability#TRANSACTIONS}.
 *
 * <h2>Limits</h2>
 *
 * <p>Data and headers within the server's {@code max_payload}; data of up to 1 MiB. NATS 2.9 or
 * newer, and its client library 2.25.2 or newer. Streams of others are not read if somebody else
 * can take an event from them: work queues, limits on the messages of a subject. Certificates are
 * checked for the host's name, so members of a cluster need certificates for the addresses they
 * tell. Headers are ASCII: what else a publisher writes is read as percent signs, and an attribute
 * with one is refused. A message whose headers are no lines of names and values, as only a hostile
 * client sends, makes the client library stop reading; the connection is made anew within 30 s, and
 * what comes meanwhile is missed. A server that refuses the credentials when the connection is made
 * anew, twice in a row, makes the client end it for good: the bus's health says so, and wants a new
 * bus. In JetStream attributes of up to 16 KiB, because headers end at 64 KiB encoded; up to 32
 * instances of a group work at a time, and each reads the whole topic.
 */
@NullMarked
package io.busline.nats;

import org.jspecify.annotations.NullMarked;
