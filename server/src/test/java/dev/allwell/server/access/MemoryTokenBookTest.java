package dev.allwell.server.access;

class MemoryTokenBookTest extends TokenBookContract {
  @Override
  protected TokenBook create() {
    return new MemoryTokenBook();
  }

  @Override
  protected TokenBook reopen(TokenBook book) {
    return book;
  }

  @Override
  protected void close() {}
}
