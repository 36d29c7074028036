/// What the in-app tracker costs a request, beside the sliding windows of circuit breakers, and
/// whether its count is exact under a crowd.
///
/// May know the tracker, the breakers it is measured beside, JMH and the JDK. Start reading at
/// [Recording].
@NullMarked
package dev.allwell.bench.tracker;

import org.jspecify.annotations.NullMarked;
