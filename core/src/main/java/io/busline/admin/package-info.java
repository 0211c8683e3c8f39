/**
 * What an operator sees: dead letters, topics, groups, and a doctor's findings. Values only; the
 * operations are on {@code io.busline.EventBus} and its {@code DeadLetters}.
 */
@NullMarked
package io.busline.admin;

import org.jspecify.annotations.NullMarked;
