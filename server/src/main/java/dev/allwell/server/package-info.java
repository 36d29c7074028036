/// The program. `App` wires everything in the order in which data flows, and knows everybody;
/// nobody knows it but the command line.
@NullMarked
package dev.allwell.server;

import org.jspecify.annotations.NullMarked;
