/// The catalogue of hostile behaviours: what a target may do, how it must be called, what ends it.
///
/// May know the testkit, the JDK and Netty; reasons stand here by their codes. Start reading at
/// [Behaviour].
@NullMarked
package dev.allwell.testkit.sick;

import org.jspecify.annotations.NullMarked;
