/**
 * What {@code dev/release} checks of a release before anyone sees it: the files, POMs and jars of a
 * repository in a folder. The rules are Maven Central's, and ours where a user would notice.
 */
@NullMarked
package io.busline.release;

import org.jspecify.annotations.NullMarked;
