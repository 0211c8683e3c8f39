package io.busline.spring;

import java.util.List;

/**
 * The starts of all buses of the application.
 *
 * @param all one for each bus, by name
 */
record BusStarts(List<BusStart> all) {}
