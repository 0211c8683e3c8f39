package io.busline;

/** Data to be published under a type's name. */
record Named(String type, Object data) {}
