/// A JAX-RS application that answers for its health: a filter and a resource do it.
///
/// May know JAX-RS and the tracker; only `Main` knows Jersey. Start reading at `RecordingFilter`.
@NullMarked
package dev.allwell.examples.jaxrs;

import org.jspecify.annotations.NullMarked;
