package dev.allwell.format;

import dev.allwell.model.BodyExpect;
import java.util.LinkedHashMap;
import java.util.Map;

/// Rules made ready, the last thousand that were used: many services share a few. Used on one
/// thread.
public final class BodyRules {
  static final int MOST = 1024;
  private static final float LOAD = 0.75f;

  private final Map<BodyExpect, BodyRule> ready =
      new LinkedHashMap<>(16, LOAD, /* accessOrder= */ true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<BodyExpect, BodyRule> eldest) {
          return size() > MOST;
        }
      };

  /// The rule for what is expected.
  public BodyRule of(BodyExpect expect) {
    return ready.computeIfAbsent(expect, BodyRule::new);
  }

  /// How many are held.
  int held() {
    return ready.size();
  }
}
