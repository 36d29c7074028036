package dev.allwell.server.access;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// An audit log that is kept as long as the test lives.
public final class MemoryAuditBook implements AuditBook {
  private final List<Numbered> kept = new ArrayList<>();
  private final Bounds bounds;
  private long last;

  public MemoryAuditBook() {
    this(Bounds.DEFAULT);
  }

  MemoryAuditBook(Bounds bounds) {
    this.bounds = bounds;
  }

  @Override
  public synchronized void append(List<AuditEntry> entries) {
    for (var entry : entries) {
      kept.add(new Numbered(++last, entry));
    }
    if (!entries.isEmpty()) {
      Instant oldest = entries.getLast().at().minus(bounds.age());
      kept.removeIf(each -> each.number() != last && each.entry().at().isBefore(oldest));
      trim(true, bounds.registrations());
      trim(false, bounds.others());
    }
  }

  private void trim(boolean registrations, int most) {
    var ofKind =
        kept.stream().filter(each -> each.entry().isRegistration() == registrations).toList();
    kept.removeAll(ofKind.subList(0, Math.max(0, ofKind.size() - most)));
  }

  @Override
  public synchronized List<Numbered> newest(int limit, long before) {
    return kept.reversed().stream().filter(each -> each.number() < before).limit(limit).toList();
  }
}
