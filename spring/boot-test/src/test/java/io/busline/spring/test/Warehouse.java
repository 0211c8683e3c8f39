package io.busline.spring.test;

import org.springframework.stereotype.Component;

@Component
class Warehouse {}
