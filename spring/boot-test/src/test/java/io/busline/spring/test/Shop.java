package io.busline.spring.test;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application with two handlers, and a component that is none. */
@SpringBootApplication
class Shop {}
