package io.busline.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Puts the {@link io.busline.EventBus} of an application on a memory broker with virtual time. Each
 * test has a new broker, on which all {@link io.busline.spring.Subscribe} methods are subscribed.
 * For {@code @SpringBootTest}; {@link BuslineTest} has it.
 *
 * <p>Tests get their bus and what belongs to it as with {@link io.busline.junit.BuslineExtension}:
 * as parameters of tests, of {@code @BeforeEach} and of {@code @AfterEach} methods, or in fields
 * with {@link io.busline.junit.Injected}. Fields with {@code @Autowired} get beans, and the {@link
 * io.busline.EventBus} is one. A test that passed fails after all if it left dead letters and has
 * no {@link io.busline.junit.ExpectsDeadLetters}, or if events were still being handled.
 *
 * <p>Classes of tests may run side by side: each has an application context of its own. The tests
 * of one class share its beans, so they run one after another.
 *
 * <p>If the application subscribes in another way, too, such as a batch handler by the {@code
 * EventBus} bean, the context is started anew for each test.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ImportAutoConfiguration
@ExtendWith({SpringExtension.class, TestBusExtension.class})
@ResourceLock(providers = OneTestAtOnce.class)
public @interface AutoConfigureTestBus {}
