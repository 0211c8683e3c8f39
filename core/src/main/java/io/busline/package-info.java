/**
 * The event bus: what a service depends on. {@link io.busline.EventBus} publishes and subscribes;
 * everything else here describes how.
 */
@NullMarked
package io.busline;

import org.jspecify.annotations.NullMarked;
