/// The aggregator inside a program of one's own.
@NullMarked
package dev.allwell.examples.embedded;

import org.jspecify.annotations.NullMarked;
