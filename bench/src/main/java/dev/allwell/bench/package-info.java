/// Load rigs: they measure and assert nothing. What a rig counts is counted by the other side, the
/// fake fleet's own log or the target's own counters, and by the kernel.
///
/// May know all of Allwell, the testkit and the JDK. Start reading at [Bench].
@NullMarked
package dev.allwell.bench;

import org.jspecify.annotations.NullMarked;
