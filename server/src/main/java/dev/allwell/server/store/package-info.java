/// The store: what must never be lost in one SQLite file, raw ticks in another, in one data folder.
///
/// May know `model`, `clock`, `history`, the engine's ports and those of `access`, SQLite, Flyway
/// and Jackson. Start reading at [DataFolder], [SqliteLedger] and [SqliteSamples]; why things are
/// so is in `RATIONALE.md`.
@NullMarked
package dev.allwell.server.store;

import org.jspecify.annotations.NullMarked;
