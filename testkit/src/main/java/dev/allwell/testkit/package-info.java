/// Sick and healthy targets on real sockets, for the tests of every module.
///
/// May know the JDK and Netty's maker of certificates. Start reading at [SickTarget], then
/// [Sickness], the catalogue of what it can suffer from.
@NullMarked
package dev.allwell.testkit;

import org.jspecify.annotations.NullMarked;
