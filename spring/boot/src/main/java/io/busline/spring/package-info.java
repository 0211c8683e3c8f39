/**
 * Busline in Spring Boot: {@code busline.url} gives an {@link io.busline.EventBus} bean, and {@link
 * io.busline.spring.Subscribe} makes handlers of methods.
 */
@NullMarked
package io.busline.spring;

import org.jspecify.annotations.NullMarked;
