/**
 * A bus over Kafka: {@code kafka://}.
 *
 * <h2>URL</h2>
 *
 * <p>{@code kafka://HOST:PORT,HOST:PORT}, with {@code USER:PASSWORD@} before the hosts. Options:
 * {@code sasl}, how to show who connects, which is {@code plain}, {@code scram-sha-256} or {@code
 * scram-sha-512} with a user (default {@code plain}), {@code oauthbearer} or {@code none} (default)
 * without; {@code token=FILE}, the file that holds the token for {@code oauthbearer}, read again
 * before the token expires; {@code tls=true}; {@code trust=FILE}, certificates in PEM to trust
 * instead of the JVM's; {@code insecure=true} to send credentials unencrypted to another machine;
 * {@code topology}, which is {@code create}, {@code verify} or {@code none}; and for topics that
 * are made: {@code partitions} (default 12), {@code replicas} (the cluster's default), {@code
 * retention} (7d). {@code protocol=classic|consumer} says how the instances of a group share,
 * {@code auto} (default) takes the newer one where the cluster has it. What Kafka calls {@code
 * acks} and idempotence is always on. {@code content-mode=structured} writes events as JSON, with
 * copies of their attributes as headers.
 *
 * <h2>Mapping</h2>
 *
 * <p>A topic is a topic, an event's key is its record's, attributes are {@code ce_} headers and
 * {@code content-type}, the data is the value. Whole events are read too, and so is a record
 * without an envelope, whose type is its topic; a key that only the record has becomes the event's.
 * A record without a value is an event without data if it has an envelope, and a dead letter if
 * not. A group is a consumer group of that name, and each instance a static member of its own,
 * {@code busline-…}, that leaves when it ends. How far it has come in a partition is the offset
 * that it commits; what it has done beyond, which retries are to come and what it reads is in the
 * text that Kafka keeps with the offset. Dead letters are the compacted topic {@code
 * busline.dead-letters}, under their ids; a record without a value removes one.
 *
 * <p>A pattern's topics are not known, so who reads one reads every topic that it may, and passes
 * over what does not match. What claims to be an event and cannot be read may match, so it becomes
 * a dead letter. Topics that come later are noticed within seconds, and so is a topic that was
 * deleted and made again: it is read from its beginning, and what a group had noted of the old one,
 * by the topic's id, counts no more. A topic in use that somebody deletes is made again within 5 s;
 * if that is not allowed, whoever uses it is told.
 *
 * <h2>Guarantees</h2>
 *
 * <p>A confirmed event is with every replica that is in sync, and not yet on their disks. It
 * reaches every group at least once. Events of one key in one topic are in one partition; they
 * reach one instance at a time, in order, while other keys of the partition go past those that
 * wait; the key is the record's, whatever the event calls its own. When a partition is to go to
 * another instance, it goes once the engine is done with what it has of it, or after 30 s; then
 * what still runs is begun by the other one as well. What a process that dies has done in its last
 * tenth of a second is repeated. With the newer protocol, instances tell each other every 2 s, with
 * what they commit, that they live; one that has told nothing for 10 s, or for 20 s in a group with
 * transactions, is made to leave. A group that nobody has seen before begins where it was told to,
 * which is fixed before the first instance is live.
 *
 * <p>A publish that got no answer for 30 s is unknown; one at a time is under way to each server,
 * so events of one key never overtake each other.
 *
 * <p>What handlers publish together with their acknowledgement is published in transactions, by one
 * producer an instance, with the offsets of what is done: exactly once, for whoever reads what is
 * committed, as every bus does. One transaction holds up to 1,000 events and about 1 MiB of what
 * they bring about, and one event of each key at most. Its transactional id begins with {@code
 * busline-} and the group's name. A process that is killed in a transaction leaves it to the
 * server, which ends it after 10 s, and until then nobody reads on behind it.
 *
 * <h2>Options of a subscription</h2>
 *
 * <p>{@code kafka.share-group=true}: a work queue, on Kafka 4.2 or newer. The group is a share
 * group; any instance takes the next event, in no order, so {@code Ordering.NONE} must be asked
 * for. The server lends an event, and the loan is renewed while it is in work; those behind it in
 * its partition may have to wait as long. Attempts are counted anew when a process ends. An event
 * that comes for the last time before the server would drop it, the tenth if the server allows so
 * many, becomes a dead letter unseen.
 *
 * <h2>Capabilities</h2>
 *
 * <p>All but {@link io.busline.spi.Capability#DEDUPLICATION}: an event published twice is stored
 * twice. Lag is exact for what this instance has read, and counts records of every type for the
 * rest.
 *
 * <h2>Limits</h2>
 *
 * <p>Data of up to 1 MiB and attributes of up to 64 KiB, in topics that Busline has made; in others
 * as much as they allow. Topics whose names differ in nothing but a full stop for an underscore
 * cannot be there together, because Kafka refuses the second. As many instances of a group work at
 * a time as a topic has partitions. While one instance is busy with what it must give up, none of
 * the group's partitions move. The types in a topic are not known without reading it, so listing
 * does not tell them. The server forgets a group that has had no instance for {@code
 * offsets.retention.minutes}, a week by default. Kafka 3.9 or newer, and kafka-clients 4.1 or
 * newer.
 */
@NullMarked
package io.busline.kafka;

import org.jspecify.annotations.NullMarked;
