/// A fleet of fake services on one port, with an arrival log of its own: the judge of how regularly
/// somebody checks. May know the JDK and Netty.
@NullMarked
package dev.allwell.testkit.fleet;

import org.jspecify.annotations.NullMarked;
