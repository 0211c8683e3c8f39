/**
 * Everything Busline throws. All of it is unchecked and descends from {@link
 * io.busline.error.EventBusException}; each message says what was being done, with which value, and
 * what to do next, and none carries a credential.
 */
@NullMarked
package io.busline.error;

import org.jspecify.annotations.NullMarked;
