package dev.allwell.server.etcd;

import org.jspecify.annotations.Nullable;

/// One change of one key, as a watch told it.
///
/// @param heldOrNull what it holds since then; null when it was removed
/// @param revision at which it changed
record Changed(String key, @Nullable Held heldOrNull, long revision) {}
