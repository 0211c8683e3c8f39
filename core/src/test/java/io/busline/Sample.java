package io.busline;

import io.busline.annotation.EventKey;
import io.busline.annotation.EventType;

/** An annotated event. */
@EventType("sample.taken")
record Sample(@EventKey String key, String text) {}
