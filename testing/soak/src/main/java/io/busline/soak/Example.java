package io.busline.soak;

import java.util.Optional;

/**
 * The first of what was found between two mishaps.
 *
 * @param first what
 * @param count how many there were until the next mishap
 * @param after what had happened last, which is the first thing one asks
 */
record Example(Finding first, int count, Optional<Happened> after) {

  String what() {
    return first.what();
  }
}
