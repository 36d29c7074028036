package dev.allwell.server.access;

import java.time.Duration;
import java.util.List;

/// Where the audit log is kept.
///
/// A port; `AuditBookContract` holds every implementation to what is said here. Both methods block,
/// and throw what the store throws when it cannot.
public interface AuditBook {
  /// Adds entries in their order, all or none; durable when it returns.
  void append(List<AuditEntry> entries);

  /// The newest entries before a number, newest first.
  ///
  /// @param before `Long.MAX_VALUE` for the newest there are
  List<Numbered> newest(int limit, long before);

  /// An entry with its number: later ones have higher numbers, and none comes twice.
  record Numbered(long number, AuditEntry entry) {}

  /// How much is kept at least; a tenth more may be.
  ///
  /// @param registrations entries that came by `/register`
  /// @param others all others
  /// @param age how old the oldest may grow; looked at once an hour
  record Bounds(int registrations, int others, Duration age) {
    public static final Bounds DEFAULT = new Bounds(100_000, 100_000, Duration.ofDays(400));
  }
}
