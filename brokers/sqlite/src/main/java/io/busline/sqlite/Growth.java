package io.busline.sqlite;

import java.util.Set;

/**
 * What a transaction has appended.
 *
 * @param topics the topics that have new events
 * @param after where the log ended before it
 * @param through where the log ends with it
 */
record Growth(Set<String> topics, long after, long through) {}
