/**
 * Buses over RabbitMQ: {@code amqp://} and, encrypted, {@code amqps://}.
 *
 * <h2>URL</h2>
 *
 * <p>{@code amqp://USER:PASSWORD@HOST:PORT,HOST:PORT/VHOST}; without a user the client's default
 * {@code guest} is tried, without a path the virtual host {@code /} is used. Options: {@code
 * exchange} (default {@code busline}), with which the names of everything begin, so that buses of
 * different exchanges share a virtual host; {@code partitions} (1), how many queues a group has,
 * the same in all services of a bus; {@code queue}, which is {@code quorum} or {@code classic};
 * {@code topology}, which is {@code create}, {@code verify} or {@code none}; {@code prefix}, with
 * which headers are written: {@code ce} or {@code cloudEvents}; {@code content-mode=structured} to
 * write events as JSON, with copies of their attributes as headers; {@code trust=FILE},
 * certificates in PEM to trust instead of the JVM's; {@code insecure=true} to send a password
 * unencrypted to another machine.
 *
 * <p>Only RabbitMQ has: {@code exchange-type}, which is {@code topic}, {@code direct} or {@code
 * fanout}; {@code unroutable=EXCHANGE}, which gets what no group wants; {@code ttl=DURATION}, after
 * which an event that this bus publishes is dropped from a queue; {@code priorities=N}, with which
 * the attribute {@code priority}, from 0 to N, lets an event overtake others that wait; {@code
 * retain=DURATION}, how long events are kept for those who begin in the past, the same in all
 * services of a bus. A subscription has the option {@code rabbitmq.headers}, such as {@code
 * x-match=any,ce-tenant=acme,ce-region=eu}: it gets only what has these headers, or with {@code
 * any} one of them.
 *
 * <h2>Mapping</h2>
 *
 * <p>A bus is a durable topic exchange; an event's type is the routing key. Attributes are {@code
 * ce-} headers as Knative has them for AMQP 0-9-1, {@code content-type} and {@code message-id} are
 * properties, {@code app-id} is {@code busline}, the body is the data. Whole events in JSON and
 * headers with another prefix are read too, and so is a message without any header, whose routing
 * key is its type. The header {@code busline-topic} names a topic that is not the type's default
 * one.
 *
 * <p>A group is the queue {@code EXCHANGE:GROUP:0} with a single active consumer, bound to the
 * bus's exchange by types and patterns: one instance works, the others stand by. With more {@code
 * partitions} it is an exchange {@code EXCHANGE:GROUP} instead, bound so, and a queue for each,
 * {@code EXCHANGE:GROUP:0} and so on. The publisher then writes the partition as the header {@code
 * busline-partition}: the CRC-32 of the key modulo {@code partitions}; events without a key take
 * turns. What comes without that header is the first partition's. Who consumes the empty queue
 * {@code EXCHANGE:GROUP:members} is an instance; one that has more than its share of the partitions
 * leaves some and stands at the end of their lines. A broadcast is an exclusive queue {@code
 * EXCHANGE::ID}. Dead letters are the stream {@code EXCHANGE:dead-letters}, in which a removal is
 * another entry. The direct exchange {@code EXCHANGE::streams} leads to each stream by its name.
 *
 * <p>The stream {@code EXCHANGE:directory} tells what was published to which topic and what each
 * group reads; what plain clients publish is not in it. Where a subscription asks for headers, an
 * exchange of headers {@code EXCHANGE:GROUP:filter} is on the way to it.
 *
 * <p>With {@code retain}, everything goes into the stream {@code EXCHANGE:retained} as well. A
 * broadcast that begins in the past reads that stream, and goes on with it. For a new group that
 * does, the first instance makes the queues, copies what is retained into the queue {@code
 * EXCHANGE:GROUP:past}, and the group handles all of that, one instance at a time, before it turns
 * to its queues.
 *
 * <h2>Guarantees</h2>
 *
 * <p>A confirmed event is in the queue of every group that exists, and a quorum queue confirms what
 * most of its replicas have synced to disk. An event that no group wants is kept by nobody; its
 * receipt says so. What a group in the directory reads and no queue has taken has failed, and the
 * group is bound again. What was on its way when the connection broke has an unknown outcome. An
 * event reaches every group at least once; events of one key reach one instance at a time, in
 * order. When a connection breaks, what its instance holds goes to the next, even while a handler
 * still works on it. A stream, and so a dead letter, is confirmed before the disk has it.
 *
 * <h2>Capabilities</h2>
 *
 * <p>{@link io.busline.spi.Capability#DURABLE}, {@link io.busline.spi.Capability#GROUPS}, {@link
 * io.busline.spi.Capability#REDELIVERY}, {@link io.busline.spi.Capability#ORDER_PER_KEY}, {@link
 * io.busline.spi.Capability#DEAD_LETTERS}; {@link io.busline.spi.Capability#LISTING} unless the
 * directory is not there and may not be made; {@link io.busline.spi.Capability#START_POSITIONS}
 * with {@code retain}, without which a group begins when it first subscribes. Attempts are counted
 * anew when an event goes to another instance. How many events wait is not told: a queue tells how
 * many it has not given to anybody yet, but not how many others hold.
 *
 * <h2>Limits</h2>
 *
 * <p>RabbitMQ 3.10 or newer, without plugins. Data of up to 16 MiB, attributes of up to 64 KiB. As
 * many instances of a group work at a time as there are partitions, and each is sent up to 500
 * events of a partition before it has acknowledged one. Acknowledgements wait up to 5 ms for others
 * to go with them; what is handled and lost with its process meanwhile comes again. An event that
 * is held longer than the server's {@code consumer_timeout}, 30 minutes unless it is set, is taken
 * away and comes again; an instance that this happens to asks for fewer events from then on. A
 * group that reads fewer types than before still gets the others, and passes over them: remove its
 * bindings; so with headers it asked for before. A group that is founded while events are published
 * may see those of that moment twice. A time to begin at is found to the second by the server's
 * clock, and within that second by the events' own times. A group can be given more partitions,
 * which breaks the order of keys once, and not fewer. A quorum queue that was made less than some 3
 * s before its server is killed may be forgotten with what is in it; on later kills nothing
 * confirmed is lost. The stream of dead letters only grows: delete it when it is empty.
 */
@NullMarked
package io.busline.rabbitmq;

import org.jspecify.annotations.NullMarked;
