/// The example service svc2 as a program.
@NullMarked
package dev.allwell.examples.svc2;

import org.jspecify.annotations.NullMarked;
