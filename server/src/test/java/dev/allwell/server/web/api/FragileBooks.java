package dev.allwell.server.web.api;

import dev.allwell.engine.Ledger;
import dev.allwell.engine.LedgerException;
import dev.allwell.engine.MemoryLedger;
import dev.allwell.engine.MemorySamples;
import dev.allwell.engine.Samples;
import dev.allwell.server.access.AuditBook;
import dev.allwell.server.access.MemoryAuditBook;
import dev.allwell.server.access.MemoryTokenBook;
import dev.allwell.server.access.TokenBook;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// Tokens, the audit log and a store that can be told to fail.
final class FragileBooks {
  private final AtomicReference<Optional<LedgerException>> trouble =
      new AtomicReference<>(Optional.empty());

  final TokenBook tokens = Fragile.of(TokenBook.class, new MemoryTokenBook(), trouble::get);
  final AuditBook audit = Fragile.of(AuditBook.class, new MemoryAuditBook(), trouble::get);
  final Ledger ledger = Fragile.of(Ledger.class, new MemoryLedger(), trouble::get);
  final Samples samples = Fragile.of(Samples.class, new MemorySamples(), trouble::get);

  void fail(LedgerException why) {
    trouble.set(Optional.of(why));
  }
}
