/// What is told to other monitoring systems, in their forms.
///
/// May know `model` and `engine` (board, meters, supervisor). Start reading at [Exposition].
@NullMarked
package dev.allwell.server.export;

import org.jspecify.annotations.NullMarked;
