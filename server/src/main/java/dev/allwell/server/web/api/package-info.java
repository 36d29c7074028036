/// The native API below `/api/v1`, as `openapi.yaml` beside these classes says it: services, their
/// groups, and what goes on inside.
///
/// May know `model`, `clock`, `definition`, `engine`, `access`, `export`, `reload` and `web`, which
/// mounts it without knowing it. Every request is answered by a virtual thread of its own, which
/// may block. Start reading at [NativeApi] and the contract.
@NullMarked
package dev.allwell.server.web.api;

import org.jspecify.annotations.NullMarked;
