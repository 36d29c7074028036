/// The words of the house as values: what is watched, how, what was seen and what follows from it.
///
/// May know the JDK alone: no I/O, no clock, no thread. Start reading at [Service], [Attempt] and
/// [State].
@NullMarked
package dev.allwell.model;

import org.jspecify.annotations.NullMarked;
