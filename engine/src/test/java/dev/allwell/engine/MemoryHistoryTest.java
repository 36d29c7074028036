package dev.allwell.engine;

/// History over what is kept in memory.
class MemoryHistoryTest extends HistoryContract {
  @Override
  protected Samples create() {
    return new MemorySamples();
  }
}
