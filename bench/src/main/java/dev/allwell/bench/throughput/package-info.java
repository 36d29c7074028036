/// How many checks a second of CPU: the whole pipeline, flat out, against real servers, beside
/// other programs that are measured in the same way.
///
/// May know all of Allwell, the testkit's starters and the JDK. Start reading at [Throughput].
@NullMarked
package dev.allwell.bench.throughput;

import org.jspecify.annotations.NullMarked;
