/// A small library by which a Java service counts its own failed requests, decides whether it is
/// healthy, says so over HTTP, and announces itself to Allwell.
///
/// May know the JDK alone. Start reading at [StatusCodeTracker]; what counts is [Window], what
/// decides is [Verdict].
@NullMarked
package dev.allwell.tracker;

import org.jspecify.annotations.NullMarked;
