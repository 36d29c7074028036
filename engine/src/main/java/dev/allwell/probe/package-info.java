/// One run of a check against its target: one file per protocol behind one exhaustive `switch`.
///
/// May know `model`, `clock`, `format`, `egress` and Netty. Start reading at [Prober].
@NullMarked
package dev.allwell.probe;

import org.jspecify.annotations.NullMarked;
