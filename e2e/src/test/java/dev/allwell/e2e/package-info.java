/// The product as users run it: the script and the packaged jars as child processes.
///
/// `Product` is this very checkout; `Sandbox` is the script in a folder of its own among stand-ins
/// for Maven and the JDK, where a build takes no time and any machine can be played.
@NullMarked
package dev.allwell.e2e;

import org.jspecify.annotations.NullMarked;
