/**
 * The delivery engine as a pure state machine: which delivery may run now, what becomes of each,
 * when to look again. There is no thread, clock, sleep or randomness in here; time is an argument,
 * and whatever must be done is asked of {@link io.busline.delivery.Actions}. The same classes run
 * in production, under one owner thread per subscription, and in the simulator, under a seed.
 *
 * <p>Not exported: a user sees {@code io.busline}, a broker {@code io.busline.spi}.
 */
@NullMarked
package io.busline.delivery;

import org.jspecify.annotations.NullMarked;
