package io.busline.spi;

import java.util.random.RandomGenerator;

/**
 * What a bus gives to the broker it opens.
 *
 * @param client a name for the connection, for the broker's own tools to show
 * @param time the only clock the broker may ask
 * @param random the only source of chance the broker may use
 */
public record BrokerContext(String client, TimeSource time, RandomGenerator random) {}
