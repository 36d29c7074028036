package dev.allwell.server.config;

import dev.allwell.history.Retention;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the server keeps what it remembers, and how long.
///
/// @param data the folder of the embedded store
/// @param ledgerOrNull the ledger's file, when it is named; then everything else lies beside it,
///   and the folder counts for nothing
/// @param retention of history
public record Storage(Path data, @Nullable Path ledgerOrNull, Retention retention) {
  /// For as long as is usual.
  public Storage(Path data, @Nullable Path ledgerOrNull) {
    this(data, ledgerOrNull, Retention.DEFAULT);
  }

  /// The same retention in a folder.
  public Storage in(Path folder) {
    return new Storage(folder, null, retention);
  }

  /// What is shown to people as the place.
  public Path place() {
    return ledgerOrNull == null ? data : ledgerOrNull;
  }

  public Optional<Path> ledger() {
    return Optional.ofNullable(ledgerOrNull);
  }
}
