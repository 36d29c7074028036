/// The example service svc1 as a program.
@NullMarked
package dev.allwell.examples.svc1;

import org.jspecify.annotations.NullMarked;
