/// Health documents: bytes in, findings out; pure.
///
/// May know `model` and a JSON reader. Start reading at [MonitorDocument].
@NullMarked
package dev.allwell.format;

import org.jspecify.annotations.NullMarked;
