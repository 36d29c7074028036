/// The embeddable aggregator: the engine for a program that wants no server. May know every room of
/// the engine; nobody knows it.
@NullMarked
package dev.allwell;

import org.jspecify.annotations.NullMarked;
