/// The interfaces over HTTP: thin views of the board, and the left edge for changes that come by
/// it.
///
/// May know `model`, `definition`, `history`, `engine` (board, registry, views, supervisor,
/// history, chronicle), `export`, `live` and `access`. What reads the board answers on the event
/// loop in slices; what changes something is handed to the registry and answered when it reports
/// back; what reads the store does so on a virtual thread ([Blocking]). Start reading at
/// [WebServer], [Routes] and [Access].
@NullMarked
package dev.allwell.server.web;

import org.jspecify.annotations.NullMarked;
