/// What was counted over time: segments of ticks that join, and the roll-ups that are made of them.
///
/// Pure: no clock, no I/O. May know `model`, and the library of the quantile sketch. Start reading
/// at [Segment] and [Rollup]; how time between two ticks is attributed stands at [Mark].
@NullMarked
package dev.allwell.history;

import org.jspecify.annotations.NullMarked;
