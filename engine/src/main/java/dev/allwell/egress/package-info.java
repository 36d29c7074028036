/// The one place that resolves names and opens sockets.
///
/// May know `model`, `pem`, `clock` and Netty. Whoever needs a connection to anywhere asks here;
/// the guard stands between the answer of the resolver and every connect. Start reading at
/// [Egress].
@NullMarked
package dev.allwell.egress;

import org.jspecify.annotations.NullMarked;
