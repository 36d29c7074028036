/// The one room where monotonic time is read.
///
/// May know the JDK alone. Wall time is a `java.time.InstantSource` handed in by whoever wires.
@NullMarked
package dev.allwell.clock;

import org.jspecify.annotations.NullMarked;
