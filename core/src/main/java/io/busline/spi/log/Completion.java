package io.busline.spi.log;

import io.busline.spi.Output;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A message that was handled, and what its handler has published.
 *
 * @param message the message, which is held until it has ended
 * @param outputs what was published
 * @param ended ends when both are stored
 */
record Completion(LogMessage message, List<Output> outputs, CompletableFuture<Void> ended) {}
