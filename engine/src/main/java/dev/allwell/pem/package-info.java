/// Certificates and keys in their textual form: read alike where a definition is checked and where
/// hands are shaken.
///
/// May know `model` and the JDK. Pure.
@NullMarked
package dev.allwell.pem;

import org.jspecify.annotations.NullMarked;
