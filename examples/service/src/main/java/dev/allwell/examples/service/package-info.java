/// A small web service as one that Allwell watches might be: it counts its requests, tells its
/// health and announces itself, all by the tracker.
///
/// May know the JDK and the tracker. Start reading at `ExampleService`.
@NullMarked
package dev.allwell.examples.service;

import org.jspecify.annotations.NullMarked;
