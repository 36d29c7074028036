package dev.allwell.engine;

/// Memory has no second life, so a ledger reopened is the same one.
class MemoryLedgerTest extends LedgerContract {
  @Override
  protected Ledger create() {
    return new MemoryLedger();
  }

  @Override
  protected Ledger reopen(Ledger ledger) {
    return ledger;
  }

  @Override
  protected void whileItStalls(Ledger ledger, Runnable turns) {
    turns.run();
  }
}
