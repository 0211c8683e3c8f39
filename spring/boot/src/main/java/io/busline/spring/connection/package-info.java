/**
 * Connections to brokers that Boot starts for development and tests: containers with
 * {@code @ServiceConnection}, and services of Docker Compose. Nothing here is for applications.
 */
@NullMarked
package io.busline.spring.connection;

import org.jspecify.annotations.NullMarked;
