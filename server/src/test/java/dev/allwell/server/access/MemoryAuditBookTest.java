package dev.allwell.server.access;

class MemoryAuditBookTest extends AuditBookContract {
  @Override
  protected AuditBook create(AuditBook.Bounds bounds) {
    return new MemoryAuditBook(bounds);
  }

  @Override
  protected AuditBook reopen(AuditBook book) {
    return book;
  }

  @Override
  protected void close() {}
}
