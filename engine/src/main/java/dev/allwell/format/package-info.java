/// Health documents and patterns: bytes in, findings out; pure.
///
/// May know `model`, a JSON reader and a matcher of patterns. Start reading at [MonitorDocument].
@NullMarked
package dev.allwell.format;

import org.jspecify.annotations.NullMarked;
