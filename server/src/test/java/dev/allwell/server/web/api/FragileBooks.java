package dev.allwell.server.web.api;

import dev.allwell.engine.LedgerException;
import dev.allwell.server.access.AuditBook;
import dev.allwell.server.access.AuditEntry;
import dev.allwell.server.access.MemoryAuditBook;
import dev.allwell.server.access.MemoryTokenBook;
import dev.allwell.server.access.TokenBook;
import java.util.List;
import java.util.Optional;

/// Books of tokens and of changes that can be told to fail.
final class FragileBooks {
  private volatile Optional<LedgerException> trouble = Optional.empty();

  final TokenBook tokens = new FragileTokens();
  final AuditBook audit = new FragileAudit();

  void fail(LedgerException why) {
    trouble = Optional.of(why);
  }

  private void hold() {
    trouble.ifPresent(why -> {
      throw why;
    });
  }

  private final class FragileTokens implements TokenBook {
    private final TokenBook sound = new MemoryTokenBook();

    @Override
    public List<Kept> load() {
      return sound.load();
    }

    @Override
    public void put(Kept token) {
      hold();
      sound.put(token);
    }

    @Override
    public void remove(String name) {
      hold();
      sound.remove(name);
    }
  }

  private final class FragileAudit implements AuditBook {
    private final AuditBook sound = new MemoryAuditBook();

    @Override
    public void append(List<AuditEntry> entries) {
      hold();
      sound.append(entries);
    }

    @Override
    public List<Numbered> newest(int limit, long before) {
      hold();
      return sound.newest(limit, before);
    }
  }
}
