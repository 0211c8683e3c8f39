package io.busline.spi.log;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A log as it is now.
 *
 * @param name its name, which no other log has at the same time
 * @param created when it was made; a log of the same name made later is another log
 * @param end the position of its last event ever; 0 if there was none
 * @param flaw why it cannot be read reliably, in one sentence with the cure; null if it can
 */
public record LogInfo(String name, Instant created, long end, @Nullable String flaw) {}
