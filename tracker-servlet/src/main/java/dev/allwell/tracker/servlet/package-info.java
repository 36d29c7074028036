/// The tracker in a Jakarta Servlet container: a filter that records how each request ended, and a
/// servlet that answers health checks.
///
/// May know the Servlet API, of 6.0, and the tracker. Start reading at [StatusCodeFilter]; what
/// surprises there is told in `RATIONALE.md`.
@NullMarked
package dev.allwell.tracker.servlet;

import org.jspecify.annotations.NullMarked;
