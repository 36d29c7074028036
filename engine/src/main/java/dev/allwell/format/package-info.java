/// Health documents: bytes in, findings out; pure.
///
/// May know `model` and a JSON reader.
@NullMarked
package dev.allwell.format;

import org.jspecify.annotations.NullMarked;
