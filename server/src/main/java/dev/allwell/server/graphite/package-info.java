/// Results as points of Graphite: plain text over one TCP connection to a carbon.
///
/// May know `model`, `clock`, `engine`'s sink, `egress`'s outlet and the settings. A lane puts a
/// number into a [Ring] and is gone; everything else is the work of one thread, [Feed]. Start at
/// [Graphite].
@NullMarked
package dev.allwell.server.graphite;

import org.jspecify.annotations.NullMarked;
