/// Configuration as YAML: a file or a folder of files read into a `Config` or all that is wrong
/// with it, and a `Config` written as YAML again.
///
/// May know `model`, `definition`, `access` and `config`. Start at [Origin].
@NullMarked
package dev.allwell.server.config.yaml;

import org.jspecify.annotations.NullMarked;
