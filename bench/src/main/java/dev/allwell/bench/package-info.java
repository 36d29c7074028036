/// Load rigs against the packaged server: what they print is measured by the fake fleet's own log.
/// May know the testkit and the JDK.
@NullMarked
package dev.allwell.bench;

import org.jspecify.annotations.NullMarked;
