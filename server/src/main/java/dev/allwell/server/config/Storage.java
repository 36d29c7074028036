package dev.allwell.server.config;

import dev.allwell.history.Retention;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the server keeps what it remembers, and how long.
///
/// @param data the folder of the embedded store
/// @param ledgerOrNull the ledger's file, when it is named: of the folder, or anywhere; everything
///   else lies beside it
/// @param retention of history
public record Storage(Path data, @Nullable Path ledgerOrNull, Retention retention) {
  /// The ledger's file in the folder, unless it is named.
  public static final Path USUAL_LEDGER = Path.of("ledger.db");

  /// For as long as is usual.
  public Storage(Path data, @Nullable Path ledgerOrNull) {
    this(data, ledgerOrNull, Retention.DEFAULT);
  }

  /// The same in a folder: a ledger that lies anywhere is not meant any more.
  public Storage in(Path folder) {
    boolean within = ledgerOrNull != null && !ledgerOrNull.isAbsolute();
    return new Storage(folder, within ? ledgerOrNull : null, retention);
  }

  /// With the ledger in this file, absolute or of the folder.
  public Storage with(Path ledger) {
    return new Storage(data, ledger.equals(USUAL_LEDGER) ? null : ledger, retention);
  }

  public Storage with(Retention changed) {
    return new Storage(data, ledgerOrNull, changed);
  }

  /// What is shown to people as the place.
  public Path place() {
    return ledger().orElse(data);
  }

  public Optional<Path> ledger() {
    return Optional.ofNullable(ledgerOrNull).map(data::resolve);
  }
}
