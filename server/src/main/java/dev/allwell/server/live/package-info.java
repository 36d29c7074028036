/// What happens, as it happens: state changes, and results on request, for readers that come and
/// go.
///
/// May know `model`, `clock` and `engine`'s sink. It knows nothing of sockets: a reader has a
/// [Cursor] and is woken. Start at [Live].
@NullMarked
package dev.allwell.server.live;

import org.jspecify.annotations.NullMarked;
