package io.busline;

/** What is wrong, how badly, in a sentence. */
record Problem(Health.Status status, String text) {}
