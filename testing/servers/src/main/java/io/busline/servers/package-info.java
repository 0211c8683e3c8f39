/**
 * Real brokers for tests: each of a test's own, on a free port of this machine, to be killed,
 * frozen and started again; and a proxy that breaks connections. The programs come from {@code
 * dev/brokers install}. With them, what any test against such a server needs: certificates, other
 * JVMs to kill, what was logged, and patience. Nothing here knows the bus.
 */
@NullMarked
package io.busline.servers;

import org.jspecify.annotations.NullMarked;
