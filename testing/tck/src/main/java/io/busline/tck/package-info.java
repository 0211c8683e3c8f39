/**
 * The compatibility kit: what every broker must show, as tests. The author of a broker writes one
 * class for {@link io.busline.tck.BrokerCompatibilityKit}, what it does day by day, and one for
 * {@link io.busline.tck.BrokerFaultKit}, what it survives:
 *
 * <pre>{@code
 * class SqliteCompatibilityTest extends BrokerCompatibilityKit {
 *   @TempDir Path folder;
 *
 *   @Override
 *   protected BrokerHarness harness() {
 *     return new BrokerHarness() {
 *       @Override
 *       public String url() {
 *         return "sqlite:" + folder.resolve("events.db");
 *       }
 *
 *       @Override
 *       public Set<Capability> capabilities() {
 *         return EnumSet.allOf(Capability.class);
 *       }
 *     };
 *   }
 * }
 * }</pre>
 *
 * <p>The harness says where a broker is, what it claims to be able to do and, if that is possible,
 * how to take it out of reach; {@link io.busline.tck.BrokerHarness} has the rest. A broker that is
 * shared by the tests is no problem: each test uses names of its own.
 *
 * <p>No test is left out for want of a capability. Where a broker does not declare one, the tests
 * that need it assert that asking for it is refused, with a remedy in the message. A broker whose
 * behaviour contradicts what it declares fails. Only where the harness knows no lease or no outage
 * are the tests that wait for one skipped, and say so.
 *
 * <p>{@link io.busline.tck.Behaviour} ties a test to the behaviours, collected from the best public
 * kits, that it shows.
 */
@NullMarked
package io.busline.tck;

import org.jspecify.annotations.NullMarked;
