/// The interfaces over HTTP: thin views of the board, and the left edge for changes that come by
/// it.
///
/// May know `model`, `definition`, `engine` (board, registry, views, supervisor, chronicle),
/// `export` and `live`. What reads the store does so on a virtual thread of its own. What reads the
/// board answers on the event loop in slices; what changes something is handed to the registry and
/// answered when it reports back. Start reading at [WebServer], [Routes] and [Access].
@NullMarked
package dev.allwell.server.web;

import org.jspecify.annotations.NullMarked;
