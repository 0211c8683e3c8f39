/**
 * The delivery engine under simulation: several service instances, each with a real {@link
 * io.busline.delivery.DeliveryMachine}, a broker, publishers and handlers, in one thread, by a
 * clock that jumps from event to event, with all chance from one seed. Faults strike by the same
 * seed. While a run lasts and at its end, {@link io.busline.simulation.Invariant}s are checked
 * against the simulation's own records and not against the machine's.
 *
 * <p>{@code SimulationTest} runs thousands of seeds in every build and says how to replay one that
 * breaks an invariant; {@code FlawTest} shows for each invariant that a flawed engine breaks it.
 *
 * <p>Simulated, not run, are what surrounds the machine: the shell (as {@code DeliveryLoop}), the
 * publisher and the broker.
 */
@NullMarked
package io.busline.simulation;

import org.jspecify.annotations.NullMarked;
