package dev.allwell.server.access;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Tokens that are kept as long as the test lives.
public final class MemoryTokenBook implements TokenBook {
  private final Map<String, Kept> kept = new ConcurrentHashMap<>();

  @Override
  public List<Kept> load() {
    return List.copyOf(kept.values());
  }

  @Override
  public void put(Kept token) {
    kept.put(token.token().name(), token);
  }

  @Override
  public void remove(String name) {
    kept.remove(name);
  }
}
