package dev.allwell.probe;

import dev.allwell.format.LinearPattern;

/// What is to be found in what a peer says.
///
/// @param text as it was written
record Expectation(String text, LinearPattern pattern) {}
