/// The flow from change to board: registry, lanes, judge, board, views, and the ports around them.
///
/// May know `model`, `history`, `probe`, `egress` for wiring, and Netty's event loops; no web, no
/// database. Start reading at [Engine].
@NullMarked
package dev.allwell.engine;

import org.jspecify.annotations.NullMarked;
