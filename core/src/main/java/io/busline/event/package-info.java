/**
 * The values that users and brokers share: the event, its type, patterns over types, and the words
 * with which a subscription is described. All immutable and safe to share between threads.
 */
@NullMarked
package io.busline.event;

import org.jspecify.annotations.NullMarked;
