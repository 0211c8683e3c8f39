/**
 * What every command has: the session with the process around it, options that several share, exit
 * codes, and words and times as people write them.
 */
@NullMarked
package io.busline.cli.command;

import org.jspecify.annotations.NullMarked;
