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

/// Tokens, the audit log and a store that can be told to fail.
final class FragileBooks {
  private volatile Optional<LedgerException> trouble = Optional.empty();

  final TokenBook tokens = Fragile.of(TokenBook.class, new MemoryTokenBook(), () -> trouble);
  final AuditBook audit = Fragile.of(AuditBook.class, new MemoryAuditBook(), () -> trouble);
  final Ledger ledger = Fragile.of(Ledger.class, new MemoryLedger(), () -> trouble);
  final Samples samples = Fragile.of(Samples.class, new MemorySamples(), () -> trouble);

  void fail(LedgerException why) {
    trouble = Optional.of(why);
  }
}
