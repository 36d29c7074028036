/// A Spring Boot application that answers for its health: the starter does it.
@NullMarked
package dev.allwell.examples.springboot;

import org.jspecify.annotations.NullMarked;
